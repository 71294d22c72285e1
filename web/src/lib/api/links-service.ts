import { request, type RequestContext } from './request.ts';

/** A program of the operator's own. */
export interface WebApp {
  name: string;
  url: string;
  icon_url: string | null;
}

/** What staff reach from the portal (CFG-4). */
export interface StaffLinks {
  web_apps: WebApp[];
  grafana: { label: string; url: string }[];
}

/** Programs and Grafana panels for the person signed in. */
export const staffLinks = (context: RequestContext = {}): Promise<StaffLinks> => request('GET', '/crm/links', context);
