/** The portal runs in the browser; the server only hands out the page and passes the API through. */
export const ssr = false;
