/** Numbers printed on the paper by its maker: a fixed beginning and digits that count up. */
export interface PaperSerial {
  prefix: string;
  next: number;
  digits: number;
}

/** `NO.00123` as prefix, number and width; null when the text does not end in one to fifteen digits. */
export function parseSerial(text: string): PaperSerial | null {
  const match = /^(.*?)(\d{1,15})$/.exec(text.trim());
  if (match === null) return null;
  const [, prefix = '', digits = ''] = match;
  return { prefix, next: Number(digits), digits: digits.length };
}

/** The number of the form `ahead` sheets further on, with its leading zeros. */
export function serialText({ prefix, next, digits }: PaperSerial, ahead = 0): string {
  return prefix + String(next + ahead).padStart(digits, '0');
}

/** The serial after that many sheets have gone through, spoiled ones too. */
export function serialAfter(serial: PaperSerial, sheets: number): PaperSerial {
  return { ...serial, next: serial.next + sheets };
}
