declare module 'open-location-code' {
  export class OpenLocationCode {
    /** Plus Code of WGS 84 degrees. */
    encode(latitude: number, longitude: number, digits?: number): string;
    /** Square that a full Plus Code stands for; throws when it is not one. */
    decode(code: string): { latitudeCenter: number; longitudeCenter: number };
    /** True for a code that needs no place near it to be read. */
    isFull(code: string): boolean;
  }
}
