import { Canvas, type Colour } from './canvas.ts';

/** What a demonstration photograph shows. */
interface PhotoSubject {
  kind: string;
  /** 64 bits as hex: the pattern of light and shade. Pictures a few bits apart look nearly alike. */
  phash64: string;
  vin: string;
  plateNo: string;
  mileageKm: number;
  partNo: string;
  takenDate: string;
}

const WIDTH = 240;
const HEIGHT = 180;
const GRID = 8;
/** Few steps keep the files small. */
const SHADES = 7;
const INK: Colour = [32, 36, 42];
const PAPER: Colour = [236, 238, 232];
const LIGHT: Colour = [244, 246, 250];

/** The colour of light in which a kind of photograph is usually taken. */
const TINTS: Readonly<Record<string, Colour>> = {
  VEHICLE_45: [150, 172, 188],
  VIN_PLATE: [168, 168, 160],
  ODOMETER: [84, 92, 104],
  FAULT_PART: [150, 132, 112],
  INVOICE: [206, 200, 186],
};

const SUBJECTS: Readonly<Record<string, (canvas: Canvas, subject: PhotoSubject) => void>> = {
  VEHICLE_45: drawVehicle,
  VIN_PLATE: (canvas, { vin }) => {
    canvas.rectangle(12, 58, [216, 64], PAPER);
    canvas.text(20, 70, 'VIN', { size: 1, colour: INK });
    canvas.text(18, 88, vin, { size: 2, colour: INK });
  },
  ODOMETER: (canvas, { mileageKm }) => {
    canvas.disc(120, 90, 74, [30, 34, 40]);
    canvas.rectangle(62, 74, [118, 34], [12, 16, 20]);
    const digits = String(mileageKm).padStart(6, '0');
    canvas.text(70, 81, digits, { size: 3, colour: [238, 178, 60] });
    canvas.text(108, 124, 'KM', { size: 2, colour: LIGHT });
  },
  FAULT_PART: (canvas, subject) => {
    const bits = BigInt(`0x${subject.phash64}`);
    const radius = 30 + Number(bits & 15n);
    canvas.disc(104, 88, radius + 8, [92, 88, 82]);
    canvas.disc(104, 88, radius, [126, 122, 116]);
    canvas.disc(104, 88, Math.floor(radius / 3), [58, 56, 54]);
    const crack = Number((bits >> 4n) & 31n);
    for (let step = 0; step < radius; step += 1) {
      canvas.rectangle(104 + step, 88 - Math.floor((step * crack) / 32) + (step % 5), [3, 2], [24, 20, 18]);
    }
    canvas.rectangle(136, 128, [98, 34], PAPER);
    canvas.text(142, 134, subject.partNo, { size: 1, colour: INK });
    canvas.text(142, 148, subject.takenDate, { size: 1, colour: INK });
  },
};

/** A photograph of the demonstration as a PNG of a few kilobytes; the same subject always gives the same bytes. */
export function drawPhoto(subject: PhotoSubject): Buffer {
  const canvas = new Canvas(WIDTH, HEIGHT);
  canvas.fill(shadesOf(TINTS[subject.kind] ?? PAPER), shadeOf(subject));
  (SUBJECTS[subject.kind] ?? drawPaper)(canvas, subject);
  canvas.text(6, HEIGHT - 12, subject.takenDate, { size: 1, colour: LIGHT });
  return canvas.toPng();
}

/** From dark to light around a colour. */
function shadesOf([red, green, blue]: Colour): Colour[] {
  const level = (value: number): number => Math.min(255, Math.max(0, value));
  return Array.from({ length: SHADES }, (_, step) => {
    const by = step * 8 - 24;
    return [level(red + by), level(green + by), level(blue + by)];
  });
}

/** Eight by eight soft patches, light where the bit is set; between them the shades run into each other. */
function shadeOf({ phash64 }: PhotoSubject): (x: number, y: number) => number {
  const bits = BigInt(`0x${phash64}`);
  const light = Array.from({ length: GRID * GRID }, (_, index) => Number((bits >> BigInt(index)) & 1n));
  const across = placesOf(WIDTH);
  const down = placesOf(HEIGHT);
  return (x, y) => {
    const [left = 0, right = 0, share = 0] = across[x] ?? [];
    const [top = 0, bottom = 0, part = 0] = down[y] ?? [];
    const upper = (light[top * GRID + left] ?? 0) * (1 - share) + (light[top * GRID + right] ?? 0) * share;
    const lower = (light[bottom * GRID + left] ?? 0) * (1 - share) + (light[bottom * GRID + right] ?? 0) * share;
    return Math.round((upper * (1 - part) + lower * part) * (SHADES - 1));
  };
}

/** For every dot of an edge the two patches it lies between and how far it is on the way to the second. */
function placesOf(length: number): [first: number, second: number, share: number][] {
  return Array.from({ length }, (_, dot) => {
    const place = Math.min(GRID - 1, Math.max(0, (dot * GRID) / length - 0.5));
    const first = Math.floor(place);
    return [first, Math.min(GRID - 1, first + 1), place - first];
  });
}

function drawVehicle(canvas: Canvas, { plateNo, phash64 }: PhotoSubject): void {
  const hue = Number(BigInt(`0x${phash64}`) % 5n);
  const paints: readonly Colour[] = [
    [196, 60, 52],
    [240, 240, 236],
    [52, 108, 176],
    [64, 140, 92],
    [226, 178, 62],
  ];
  const paint = paints[hue] ?? LIGHT;
  canvas.rectangle(26, 52, [188, 78], paint);
  for (let window = 0; window < 5; window += 1) canvas.rectangle(36 + window * 34, 62, [26, 26], [60, 76, 92]);
  canvas.rectangle(196, 60, [18, 38], [74, 92, 110]);
  for (const wheel of [64, 176]) {
    canvas.disc(wheel, 132, 15, [28, 28, 30]);
    canvas.disc(wheel, 132, 6, [150, 150, 150]);
  }
  canvas.rectangle(92, 100, [64, 18], [28, 76, 150]);
  canvas.text(96, 105, plateNo.replaceAll(/[^A-Z0-9]/g, ''), { size: 1, colour: LIGHT });
}

function drawPaper(canvas: Canvas, { vin, partNo, takenDate }: PhotoSubject): void {
  canvas.rectangle(48, 14, [144, 150], PAPER);
  canvas.text(58, 24, takenDate, { size: 1, colour: INK });
  canvas.text(58, 38, partNo, { size: 1, colour: INK });
  canvas.text(58, 52, vin, { size: 1, colour: INK });
  for (let line = 0; line < 8; line += 1)
    canvas.rectangle(58, 72 + line * 10, [90 + ((line * 17) % 30), 2], [150, 150, 144]);
}
