import { type Place, places } from './places.ts';
import type { Random } from './random.ts';

/** A kind of stock: its template, how many items, and what is written on the item of a number. */
export interface StockKind {
  item: string;
  icon: string;
  wholesale_cost: string;
  retail_cost: string;
  forCustomers: boolean;
  /** Numbers and addresses are not damaged, lost or on their way. */
  virtual?: true;
  /** Town in which the operator itself has the item of a number on a mast. */
  mastOf?: (number: number) => Place | undefined;
  labels: readonly [string, ...string[]];
  count: number;
  texts: (number: number, random: Random) => readonly string[];
}

const serial = (prefix: string, number: number): string => `${prefix}${String(100_000 + number * 37)}`;
const macAddress = (random: Random): string => `02:${random.hex(10).replace(/(..)(?!$)/g, '$1:')}`.toUpperCase();

/** The six kinds of stock of the demo, 664 items. */
export const stockKinds: readonly StockKind[] = [
  {
    item: 'SIM Card',
    icon: 'fa-solid fa-sim-card',
    wholesale_cost: '2.50',
    retail_cost: '10.00',
    forCustomers: false,
    labels: ['ICCID', 'IMSI', 'SIM Type', 'Ki', 'OPc', 'PIN1', 'PUK1'],
    count: 240,
    texts: (number, random) => [
      iccid(number),
      imsi(number),
      number % 4 === 3 ? 'eSIM' : 'Physical',
      random.hex(32),
      random.hex(32),
      String(1000 + random.below(9000)),
      String(10_000_000 + random.below(90_000_000)),
    ],
  },
  {
    item: 'Mobile Number',
    icon: 'fa-solid fa-phone',
    wholesale_cost: '1.00',
    retail_cost: '0.00',
    forCustomers: true,
    virtual: true,
    labels: ['Phone Number', 'Geographic Region', 'Number Type'],
    count: 240,
    // Ofcom keeps 07700 900000–900999 free for fiction.
    texts: (number) => [`447700900${String(number).padStart(3, '0')}`, 'United Kingdom', 'Mobile'],
  },
  {
    item: 'Modem Router',
    icon: 'fa-solid fa-wifi',
    wholesale_cost: '38.00',
    retail_cost: '79.00',
    forCustomers: false,
    labels: ['MAC Address', 'Serial Number', 'Firmware Version', 'Manufacturer', 'Model'],
    count: 60,
    texts: (number, random) => [macAddress(random), serial('HG', number), '4.2.1', 'Homegate', 'HG-2200 AX'],
  },
  {
    item: 'GPON ONT',
    icon: 'fa-solid fa-plug',
    wholesale_cost: '45.00',
    retail_cost: '0.00',
    forCustomers: false,
    labels: ['Serial Number', 'MAC Address', 'PON Location', 'Model'],
    count: 40,
    texts: (number, random) => [serial('LWON', number), macAddress(random), `OLT-${1 + (number % 3)} port ${1 + (number % 16)}`, 'ON-100'],
  },
  {
    item: 'Fixed Wireless CPE',
    icon: 'fa-solid fa-tower-cell',
    wholesale_cost: '250.00',
    retail_cost: '450.00',
    forCustomers: false,
    labels: ['MAC Address', 'Serial Number', 'Firmware Version', 'Manufacturer', 'Model'],
    // A third are repeaters, spread over the country.
    mastOf: (number) => (number % 3 === 0 ? places[((number / 3) * 2) % places.length] : undefined),
    count: 24,
    texts: (number, random) => [macAddress(random), serial('FW', number), '7.14', 'Airlink', 'AL-5G Outdoor'],
  },
  {
    item: 'Static IP Address',
    icon: 'fa-solid fa-location-dot',
    wholesale_cost: '0.50',
    retail_cost: '4.00',
    forCustomers: false,
    virtual: true,
    labels: ['IP Address', 'Gateway', 'Prefix Length'],
    count: 60,
    // RFC 5737 keeps this network free for examples.
    texts: (number) => [`203.0.113.${number + 10}`, '203.0.113.1', '24'],
  },
];

/** IMSI of 15 digits (3GPP TS 23.003) in a network code of the United Kingdom that nobody holds. */
const imsi = (number: number): string => `23499${String(number + 1).padStart(10, '0')}`;

/** ICCID of 19 digits with its check digit (ITU-T E.118). */
function iccid(number: number): string {
  const digits = `894499${String(number + 1).padStart(12, '0')}`;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
