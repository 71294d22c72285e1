import { type Columns, recordJson, type RecordJson } from '../../record.ts';

/** Shapes of GeoJSON (RFC 7946 §3.1.6–7): rings of [longitude, latitude]. */
export interface Polygon {
  type: 'Polygon';
  coordinates: number[][][];
}
export interface MultiPolygon {
  type: 'MultiPolygon';
  coordinates: number[][][][];
}

export const areaStatuses = ['live', 'planned'] as const;

/** What the contract shows of an area; its box is WGS 84 degrees. */
export const areaColumns = {
  area_id: 'int',
  name: 'text',
  status: areaStatuses,
  notes: 'text?',
  west: 'real',
  south: 'real',
  east: 'real',
  north: 'real',
  created: 'instant',
  last_modified: 'instant',
} as const satisfies Columns;
export type AreaJson = RecordJson<typeof areaColumns> & { service_types: string[]; geometry: Polygon | MultiPolygon };

/** Shows an area as the contract has it. */
export const areaJson = (row: object): AreaJson => {
  const { service_types, geometry } = row as AreaJson;
  return { ...recordJson(areaColumns, row), service_types, geometry };
};
