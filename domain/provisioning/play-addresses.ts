/** Where the systems that original plays name literally are to be found here; URLs without a trailing slash. */
export interface PlayAddresses {
  crmBaseUrl: string;
  mailjetBaseUrl: string;
}

/** A play's text with the two literal addresses of original plays replaced, so that it runs with any port and in a sandbox. */
export function replaceAddresses(text: string, addresses: PlayAddresses): string {
  return text
    .replace(/http:\/\/localhost:5000(?!\d)/g, () => plainUrl(addresses.crmBaseUrl))
    .replace(/https:\/\/api\.mailjet\.com(?![\w.-])/g, () => plainUrl(addresses.mailjetBaseUrl));
}

/** The address lands inside quotes of any kind, so it must not be able to end them. */
function plainUrl(address: string): string {
  const url = address.replace(/\/+$/, '');
  if (!/^https?:\/\/[\w.:[\]~/-]+$/.test(url)) throw new Error(`${address} is not an address a play can be given`);
  return url;
}
