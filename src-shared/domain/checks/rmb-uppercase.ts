const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];

/**
 * An amount in fen in the words of a cheque (人民币大写), by the central bank's rule with its optional places fixed: 整 only
 * directly after 元, 零 between 元 and 角 exactly when the yuan part is non-zero and divisible by 100.
 */
export function rmbUppercase(input: { amountFen: number }): string {
  const fen = BigInt(input.amountFen);
  const size = fen < 0n ? -fen : fen;
  return (fen < 0n ? '负' : '') + unsignedWords(size / 100n, Number((size / 10n) % 10n), Number(size % 10n));
}

function unsignedWords(yuan: bigint, jiao: number, fen: number): string {
  if (jiao === 0 && fen === 0) return `${yuan === 0n ? '零' : yuanWords(yuan)}元整`;
  const whole = yuan === 0n ? '' : `${yuanWords(yuan)}元`;
  const small = (jiao === 0 ? '' : `${digit(jiao)}角`) + (fen === 0 ? '' : `${digit(fen)}分`);
  const zero = yuan > 0n && (jiao === 0 || yuan % 100n === 0n) ? '零' : '';
  return whole + zero + small;
}

function yuanWords(yuan: bigint): string {
  const groups = [yuan / 1_0000_0000_0000n, yuan / 1_0000_0000n, yuan / 1_0000n, yuan].map((part) =>
    Number(part % 10000n),
  );
  // 亿 closes everything above it: 12 4124 亿 reads 壹拾贰万肆仟…亿, 12 0000 亿 reads 壹拾贰万亿.
  const units = [groups[1] === 0 ? '万亿' : '万', '亿', '万', ''];
  let words = '';
  let zeroGroupBefore = false;
  groups.forEach((group, index) => {
    if (group === 0) {
      zeroGroupBefore = true;
      return;
    }
    if (words !== '' && (group < 1000 || zeroGroupBefore)) words += '零';
    words += groupWords(group) + (units[index] ?? '');
    zeroGroupBefore = false;
  });
  return words;
}

function groupWords(group: number): string {
  let words = '';
  let zeroPending = false;
  for (let place = 3; place >= 0; place -= 1) {
    const value = Math.floor(group / 10 ** place) % 10;
    if (value === 0) {
      zeroPending = words !== '';
      continue;
    }
    words += (zeroPending ? '零' : '') + digit(value) + (PLACES[place] ?? '');
    zeroPending = false;
  }
  return words;
}

function digit(value: number): string {
  return DIGITS[value] ?? '';
}
