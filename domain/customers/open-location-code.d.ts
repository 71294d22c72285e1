declare module 'open-location-code' {
  export class OpenLocationCode {
    /** Plus Code of WGS 84 degrees. */
    encode(latitude: number, longitude: number, digits?: number): string;
  }
}
