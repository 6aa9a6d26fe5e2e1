/** The warehouse a row stands under where a workbook has one sheet for each (stock §6): code and name, for names repeat. */
export const PLACE = `w.code || ' ' || w.name as place`;

/** Where a station's goods come from: the warehouse that supplies its own, else its own; null for a station without one. */
export function placeOfStation(stationId: string): string {
  return `(select coalesce(u.code || ' ' || u.name, o.code || ' ' || o.name) from warehouse o
      left join warehouse u on u.id = o.parent_id where o.station_id = ${stationId} order by o.code limit 1)`;
}
