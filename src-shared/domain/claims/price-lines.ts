import type { EvaluationContext } from './evaluation-context.ts';
import type { LineFact } from './evaluation-types.ts';
import { standardOfLine } from './labour-standards.ts';
import { priceFixedFee, priceLabour } from './price-labour.ts';
import { priceAsBilled, priceHandling, priceMaterial } from './price-material.ts';
import { priceTravel } from './price-travel.ts';
import type { PricedLine } from './priced-line.ts';

const PRICE_OF_COST_TYPE: Readonly<Record<string, (context: EvaluationContext, line: LineFact) => PricedLine>> = {
  MATERIAL: priceMaterial,
  HANDLING: priceHandling,
  TRAVEL: priceTravel,
  SUBLET: priceAsBilled,
  OTHER: priceAsBilled,
};

/** The lines of a claim with their prices, made at the first question: most claims are told apart without the money. */
export type Pricing = () => readonly PricedLine[];

export function pricingOf(context: EvaluationContext): Pricing {
  let priced: readonly PricedLine[] | null = null;
  return () => (priced ??= priceLines(context));
}

/** Every line of the claim at 100 %, in the order of the lines, one rounding per line. Claims §4.1 steps 2 and 3. */
export function priceLines(context: EvaluationContext): PricedLine[] {
  const { lines } = context.input;
  const standards = context.labourStandards();
  const fixedFeeFen = context.fixedFeeFen();
  const labour = lines.filter((line) => line.costType === 'LABOUR');
  const feeLine = labour.find((line) => line.isMain === 1) ?? labour[0];
  return lines.map((line) => {
    if (line.costType !== 'LABOUR') return (PRICE_OF_COST_TYPE[line.costType] ?? priceAsBilled)(context, line);
    if (fixedFeeFen === null) return priceLabour(context, line, standardOfLine(standards, line.seq));
    return priceFixedFee(context, line, { feeFen: fixedFeeFen, carriesFee: line === feeLine });
  });
}
