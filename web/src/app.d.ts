declare global {
  namespace App {
    interface Error {
      message: string;
      /** Finds the request in the server's logs. */
      requestId?: string;
    }
  }
}

export {};
