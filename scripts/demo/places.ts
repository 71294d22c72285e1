/** A town of the demo with its centre (WGS 84), its postal area and its dialling code. */
export interface Place {
  city: string;
  state: string;
  postalDistrict: string;
  dialCode: string;
  latitude: number;
  longitude: number;
}

const place = (city: string, state: string, postalDistrict: string, dialCode: string, latitude: number, longitude: number): Place => ({
  city,
  state,
  postalDistrict,
  dialCode,
  latitude,
  longitude,
});

/** Towns with the telephone numbers Ofcom keeps free for fiction in each. */
export const places: readonly Place[] = [
  place('Leeds', 'West Yorkshire', 'LS1', '+44 113 496 0', 53.7997, -1.5492),
  place('Sheffield', 'South Yorkshire', 'S1', '+44 114 496 0', 53.3811, -1.4701),
  place('Nottingham', 'Nottinghamshire', 'NG1', '+44 115 496 0', 52.9548, -1.1581),
  place('Leicester', 'Leicestershire', 'LE1', '+44 116 496 0', 52.6369, -1.1398),
  place('Bristol', 'Bristol', 'BS1', '+44 117 496 0', 51.4545, -2.5879),
  place('Reading', 'Berkshire', 'RG1', '+44 118 496 0', 51.4543, -0.9781),
  place('Birmingham', 'West Midlands', 'B2', '+44 121 496 0', 52.4797, -1.9026),
  place('Edinburgh', 'Midlothian', 'EH1', '+44 131 496 0', 55.9521, -3.1965),
  place('Glasgow', 'Lanarkshire', 'G1', '+44 141 496 0', 55.8609, -4.2514),
  place('Liverpool', 'Merseyside', 'L1', '+44 151 496 0', 53.4075, -2.9784),
  place('Manchester', 'Greater Manchester', 'M1', '+44 161 496 0', 53.4794, -2.2453),
  place('London', 'Greater London', 'EC1A', '+44 20 7946 0', 51.5174, -0.0993),
  place('Newcastle upon Tyne', 'Tyne and Wear', 'NE1', '+44 191 498 0', 54.9738, -1.6132),
  place('Cardiff', 'South Glamorgan', 'CF10', '+44 29 2018 0', 51.4813, -3.1794),
  place('Belfast', 'County Antrim', 'BT1', '+44 28 9649 6', 54.5973, -5.9301),
];

export const streets = [
  'Albion Street',
  'Bridge Street',
  'Canal Road',
  'Church Lane',
  'Clarence Street',
  'Exchange Square',
  'Foundry Lane',
  'George Street',
  'High Street',
  'King Street',
  'Market Place',
  'Mill Lane',
  'Park Row',
  'Queen Street',
  'Station Road',
  'Victoria Street',
  'Wellington Street',
  'York Road',
] as const;
