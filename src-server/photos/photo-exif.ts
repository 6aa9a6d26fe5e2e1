import { segmentsOf } from './photo-blocks.ts';
import { pngChunks } from './png-blocks.ts';

/** What a camera wrote into a photograph; coordinates in millionths of a degree. */
export interface PhotoExif {
  takenAtMs: number | null;
  latMicro: number | null;
  lngMicro: number | null;
  device: string | null;
}

const NOTHING: PhotoExif = { takenAtMs: null, latMicro: null, lngMicro: null, device: null };
const TAG = { model: 0x0110, exif: 0x8769, gps: 0x8825, takenAt: 0x9003, offset: 0x9011 } as const;
const GPS = { latRef: 1, lat: 2, lngRef: 3, lng: 4 } as const;
/** Bytes of a value by the type of its field (TIFF 6.0): byte, text, short, long, ratio. */
const SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8 };
/** Cameras here tell China's time where they do not say which. */
const CHINA = '+08:00';

/** The facts in the EXIF block of a JPEG or PNG; what is missing or damaged is null. Claims §5 A04. */
export function photoExif(photo: Uint8Array): PhotoExif {
  for (const { type, data } of pngChunks(photo)) {
    if (type === 'eXIf') return readTiff(new DataView(data.buffer, data.byteOffset, data.byteLength));
  }
  for (const { marker, start, end } of segmentsOf(photo)) {
    const isExif = marker === 0xe1 && text(photo, start, 4) === 'Exif';
    if (isExif) return readTiff(new DataView(photo.buffer, photo.byteOffset + start + 6, Math.max(0, end - start - 6)));
  }
  return NOTHING;
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

interface Field {
  type: number;
  count: number;
  /** Where its value stands. */
  at: number;
}

type Fields = ReadonlyMap<number, Field>;

function readTiff(view: DataView): PhotoExif {
  if (view.byteLength < 8) return NOTHING;
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return NOTHING;
  const tiff = { view, isLittle: order === 0x4949 };
  const first = fieldsAt(tiff, view.getUint32(4, tiff.isLittle));
  const exif = fieldsBehind(tiff, first.get(TAG.exif));
  const gps = fieldsBehind(tiff, first.get(TAG.gps));
  const device = textOf(tiff, first.get(TAG.model)).trim();
  return {
    takenAtMs: momentOf(textOf(tiff, exif.get(TAG.takenAt)), textOf(tiff, exif.get(TAG.offset))),
    latMicro: degreesOf(tiff, gps.get(GPS.lat), { ref: textOf(tiff, gps.get(GPS.latRef)), most: 90 }),
    lngMicro: degreesOf(tiff, gps.get(GPS.lng), { ref: textOf(tiff, gps.get(GPS.lngRef)), most: 180 }),
    device: device === '' ? null : device.slice(0, 100),
  };
}

interface Tiff {
  view: DataView;
  isLittle: boolean;
}

function fieldsBehind(tiff: Tiff, pointer: Field | undefined): Fields {
  return pointer === undefined ? new Map() : fieldsAt(tiff, tiff.view.getUint32(pointer.at, tiff.isLittle));
}

/** The fields of a directory whose values lie within the block. */
function fieldsAt({ view, isLittle }: Tiff, start: number): Fields {
  const fields = new Map<number, Field>();
  if (start + 2 > view.byteLength) return fields;
  const count = view.getUint16(start, isLittle);
  for (let index = 0; index < count; index += 1) {
    const at = start + 2 + index * 12;
    if (at + 12 > view.byteLength) break;
    const type = view.getUint16(at + 2, isLittle);
    const values = view.getUint32(at + 4, isLittle);
    const sizeBytes = (SIZES[type] ?? 0) * values;
    const valueAt = sizeBytes > 4 ? view.getUint32(at + 8, isLittle) : at + 8;
    if (sizeBytes === 0 || valueAt + Math.max(4, sizeBytes) > view.byteLength) continue;
    fields.set(view.getUint16(at, isLittle), { type, count: values, at: valueAt });
  }
  return fields;
}

function textOf({ view }: Tiff, field: Field | undefined): string {
  if (field?.type !== 2) return '';
  const bytes = new Uint8Array(view.buffer, view.byteOffset + field.at, Math.min(field.count, 200));
  return text(bytes, 0, bytes.length).replace(/\0.*$/s, '');
}

/** `2026:11:03 09:12:44` with the camera's offset from UTC, or China's. */
function momentOf(written: string, offset: string): number | null {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(written);
  if (parts === null) return null;
  const [, year, month, day, time] = parts;
  const zone = /^[+-]\d\d:\d\d$/.test(offset) ? offset : CHINA;
  const atMs = Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${time ?? ''}${zone}`);
  return Number.isNaN(atMs) || atMs <= 0 ? null : atMs;
}

/** Degrees, minutes and seconds as three ratios. */
function degreesOf(
  { view, isLittle }: Tiff,
  field: Field | undefined,
  { ref, most }: { ref: string; most: number },
): number | null {
  if (field?.type !== 5 || field.count !== 3) return null;
  const ratio = (index: number): number => {
    const at = field.at + index * 8;
    return view.getUint32(at, isLittle) / view.getUint32(at + 4, isLittle);
  };
  const degrees = ratio(0) + ratio(1) / 60 + ratio(2) / 3600;
  if (!(degrees >= 0 && degrees <= most)) return null;
  return Math.round(degrees * 1e6) * (ref === 'S' || ref === 'W' ? -1 : 1);
}
