import type { Locale } from '../contract/values.ts';
import { REASON_CODES } from '../domain/claims/reason-codes.ts';
import { appTexts as appEn } from './en/app.ts';
import { claimsTexts as claimsEn } from './en/claims.ts';
import { claimsErrors as claimsErrorsEn } from './en/errors-claims.ts';
import { coreErrors as coreErrorsEn } from './en/errors-core.ts';
import { countPeriodsTexts as countPeriodsEn } from './en/count-periods.ts';
import { countsTexts as countsEn } from './en/counts.ts';
import { countsErrors as countsErrorsEn } from './en/errors-counts.ts';
import { goodsOrderErrors as goodsOrderErrorsEn, goodsOrderTexts as goodsOrdersEn } from './en/goods-orders.ts';
import {
  goodsReceiptErrors as goodsReceiptErrorsEn,
  goodsReceiptTexts as goodsReceiptsEn,
} from './en/goods-receipts.ts';
import { limitErrors as limitErrorsEn, limitTexts as limitsEn } from './en/limits.ts';
import { logisticsErrors as logisticsErrorsEn } from './en/errors-logistics.ts';
import { logisticsTexts as logisticsEn } from './en/logistics.ts';
import { reconciliationErrors as reconciliationErrorsEn } from './en/errors-reconciliation.ts';
import { reconciliationTexts as reconciliationEn } from './en/reconciliation.ts';
import { exchangeErrors as exchangeErrorsEn } from './en/errors-exchange.ts';
import { evidenceTexts as evidenceEn } from './en/evidence.ts';
import { ERRORS_HOST_EN } from './en/errors-host.ts';
import { roomsErrors as roomsErrorsEn } from './en/errors-rooms.ts';
import { serverErrors as serverErrorsEn } from './en/errors-server.ts';
import { exchangeTexts as exchangeEn } from './en/exchange.ts';
import { exchangeKindTexts as exchangeKindsEn } from './en/exchange-kinds.ts';
import { exchangeServiceTexts as exchangeServiceEn } from './en/exchange-service.ts';
import { factTexts as factsEn } from './en/facts.ts';
import { ruleFactTexts as ruleFactsEn } from './en/rule-facts.ts';
import { gridTexts as gridEn } from './en/grid.ts';
import { formTexts as formsEn } from './en/forms.ts';
import { HOST_TEXT_EN } from './en/host.ts';
import { designTexts as designEn } from './en/design.ts';
import { figuresTexts as figuresEn } from './en/figures.ts';
import { partsTexts as partsEn } from './en/parts.ts';
import { planningTexts as planningEn } from './en/planning.ts';
import { preparationErrors as preparationErrorsEn, preparationTexts as preparationEn } from './en/preparation.ts';
import { purchaseErrors as purchaseErrorsEn, purchaseTexts as purchaseEn } from './en/purchase.ts';
import { reversalErrors as reversalErrorsEn, reversalTexts as reversalEn } from './en/reversal.ts';
import { stationWordErrors as stationWordErrorsEn, stationWordTexts as stationWordEn } from './en/station-word.ts';
import { printTexts as printEn } from './en/print.ts';
import { stockExceptionTexts as stockExceptionsEn } from './en/stock-exceptions.ts';
import { stockReportTexts as stockReportsEn } from './en/stock-reports.ts';
import { settingsTexts as settingsEn } from './en/settings.ts';
import { evidenceRulesTexts as evidenceRulesEn } from './en/rules-evidence.ts';
import { paperTexts as paperEn } from './en/papers.ts';
import { rulesTexts as rulesEn } from './en/rules.ts';
import { deputyTexts as deputiesEn } from './en/deputies.ts';
import { deviceTexts as devicesEn } from './en/devices.ts';
import { samplingTexts as samplingEn } from './en/sampling.ts';
import { handoverTexts as handoverEn } from './en/handover.ts';
import { rulesMasterTexts as mastersEn } from './en/rules-masters.ts';
import { ruleCodeTexts as ruleCodesEn } from './en/rule-codes.ts';
import { ruleParameterTexts as parametersEn } from './en/rule-parameters.ts';
import { workshopTexts as workshopEn } from './en/rules-workshop.ts';
import { settlementTexts as settlementEn } from './en/settlement.ts';
import { workbookTexts as workbookEn } from './en/workbook.ts';
import { appTexts as appZh } from './zh-CN/app.ts';
import { claimsTexts as claimsZh } from './zh-CN/claims.ts';
import { claimsErrors as claimsErrorsZh } from './zh-CN/errors-claims.ts';
import { coreErrors as coreErrorsZh } from './zh-CN/errors-core.ts';
import { countPeriodsTexts as countPeriodsZh } from './zh-CN/count-periods.ts';
import { countsTexts as countsZh } from './zh-CN/counts.ts';
import { countsErrors as countsErrorsZh } from './zh-CN/errors-counts.ts';
import { goodsOrderErrors as goodsOrderErrorsZh, goodsOrderTexts as goodsOrdersZh } from './zh-CN/goods-orders.ts';
import {
  goodsReceiptErrors as goodsReceiptErrorsZh,
  goodsReceiptTexts as goodsReceiptsZh,
} from './zh-CN/goods-receipts.ts';
import { limitErrors as limitErrorsZh, limitTexts as limitsZh } from './zh-CN/limits.ts';
import { logisticsErrors as logisticsErrorsZh } from './zh-CN/errors-logistics.ts';
import { logisticsTexts as logisticsZh } from './zh-CN/logistics.ts';
import { reconciliationErrors as reconciliationErrorsZh } from './zh-CN/errors-reconciliation.ts';
import { reconciliationTexts as reconciliationZh } from './zh-CN/reconciliation.ts';
import { exchangeErrors as exchangeErrorsZh } from './zh-CN/errors-exchange.ts';
import { evidenceTexts as evidenceZh } from './zh-CN/evidence.ts';
import { ERRORS_HOST_ZH } from './zh-CN/errors-host.ts';
import { roomsErrors as roomsErrorsZh } from './zh-CN/errors-rooms.ts';
import { serverErrors as serverErrorsZh } from './zh-CN/errors-server.ts';
import { exchangeTexts as exchangeZh } from './zh-CN/exchange.ts';
import { exchangeKindTexts as exchangeKindsZh } from './zh-CN/exchange-kinds.ts';
import { exchangeServiceTexts as exchangeServiceZh } from './zh-CN/exchange-service.ts';
import { factTexts as factsZh } from './zh-CN/facts.ts';
import { ruleFactTexts as ruleFactsZh } from './zh-CN/rule-facts.ts';
import { gridTexts as gridZh } from './zh-CN/grid.ts';
import { formTexts as formsZh } from './zh-CN/forms.ts';
import { HOST_TEXT_ZH } from './zh-CN/host.ts';
import { designTexts as designZh } from './zh-CN/design.ts';
import { figuresTexts as figuresZh } from './zh-CN/figures.ts';
import { partsTexts as partsZh } from './zh-CN/parts.ts';
import { planningTexts as planningZh } from './zh-CN/planning.ts';
import { preparationErrors as preparationErrorsZh, preparationTexts as preparationZh } from './zh-CN/preparation.ts';
import { reversalErrors as reversalErrorsZh, reversalTexts as reversalZh } from './zh-CN/reversal.ts';
import { stationWordErrors as stationWordErrorsZh, stationWordTexts as stationWordZh } from './zh-CN/station-word.ts';
import { purchaseErrors as purchaseErrorsZh, purchaseTexts as purchaseZh } from './zh-CN/purchase.ts';
import { printTexts as printZh } from './zh-CN/print.ts';
import { stockExceptionTexts as stockExceptionsZh } from './zh-CN/stock-exceptions.ts';
import { stockReportTexts as stockReportsZh } from './zh-CN/stock-reports.ts';
import { settingsTexts as settingsZh } from './zh-CN/settings.ts';
import { evidenceRulesTexts as evidenceRulesZh } from './zh-CN/rules-evidence.ts';
import { paperTexts as paperZh } from './zh-CN/papers.ts';
import { rulesTexts as rulesZh } from './zh-CN/rules.ts';
import { ruleCodeTexts as ruleCodesZh } from './zh-CN/rule-codes.ts';
import { ruleParameterTexts as parametersZh } from './zh-CN/rule-parameters.ts';
import { deputyTexts as deputiesZh } from './zh-CN/deputies.ts';
import { deviceTexts as devicesZh } from './zh-CN/devices.ts';
import { samplingTexts as samplingZh } from './zh-CN/sampling.ts';
import { handoverTexts as handoverZh } from './zh-CN/handover.ts';
import { rulesMasterTexts as mastersZh } from './zh-CN/rules-masters.ts';
import { workshopTexts as workshopZh } from './zh-CN/rules-workshop.ts';
import { settlementTexts as settlementZh } from './zh-CN/settlement.ts';
import { workbookTexts as workbookZh } from './zh-CN/workbook.ts';

export type Catalogue = Readonly<Record<string, string>>;

/** Reasons of errors carry no prefix where they are thrown; in the catalogue they stand under `error.`. */
function errors(...files: readonly Catalogue[]): Catalogue {
  return Object.fromEntries(
    files.flatMap((file) => Object.entries(file).map(([reason, text]) => [`error.${reason}`, text])),
  );
}

function reasons(pick: 'textZh' | 'textEn'): Catalogue {
  return Object.fromEntries(REASON_CODES.map((reason) => [`reason.${reason.code}`, reason[pick]]));
}

/** Every text for people, by language and flat key; the Chinese one is the standard, the English one is complete. */
export const CATALOGUES: Readonly<Record<Locale, Catalogue>> = {
  'zh-CN': {
    ...errors(
      claimsErrorsZh,
      countsErrorsZh,
      reconciliationErrorsZh,
      logisticsErrorsZh,
      goodsOrderErrorsZh,
      goodsReceiptErrorsZh,
      limitErrorsZh,
      preparationErrorsZh,
      purchaseErrorsZh,
      reversalErrorsZh,
      stationWordErrorsZh,
      coreErrorsZh,
      exchangeErrorsZh,
      ERRORS_HOST_ZH,
      roomsErrorsZh,
      serverErrorsZh,
    ),
    ...appZh,
    ...claimsZh,
    ...gridZh,
    ...evidenceZh,
    ...paperZh,
    ...settlementZh,
    ...countsZh,
    ...countPeriodsZh,
    ...reconciliationZh,
    ...logisticsZh,
    ...goodsOrdersZh,
    ...goodsReceiptsZh,
    ...limitsZh,
    ...preparationZh,
    ...purchaseZh,
    ...reversalZh,
    ...stationWordZh,
    ...partsZh,
    ...planningZh,
    ...stockExceptionsZh,
    ...stockReportsZh,
    ...rulesZh,
    ...workshopZh,
    ...mastersZh,
    ...deputiesZh,
    ...handoverZh,
    ...devicesZh,
    ...samplingZh,
    ...parametersZh,
    ...ruleCodesZh,
    ...evidenceRulesZh,
    ...factsZh,
    ...ruleFactsZh,
    ...exchangeZh,
    ...exchangeKindsZh,
    ...exchangeServiceZh,
    ...workbookZh,
    ...formsZh,
    ...printZh,
    ...designZh,
    ...figuresZh,
    ...settingsZh,
    ...HOST_TEXT_ZH,
    ...reasons('textZh'),
  },
  en: {
    ...errors(
      claimsErrorsEn,
      countsErrorsEn,
      reconciliationErrorsEn,
      logisticsErrorsEn,
      goodsOrderErrorsEn,
      goodsReceiptErrorsEn,
      limitErrorsEn,
      preparationErrorsEn,
      purchaseErrorsEn,
      reversalErrorsEn,
      stationWordErrorsEn,
      coreErrorsEn,
      exchangeErrorsEn,
      ERRORS_HOST_EN,
      roomsErrorsEn,
      serverErrorsEn,
    ),
    ...appEn,
    ...claimsEn,
    ...gridEn,
    ...evidenceEn,
    ...paperEn,
    ...settlementEn,
    ...countsEn,
    ...countPeriodsEn,
    ...reconciliationEn,
    ...logisticsEn,
    ...goodsOrdersEn,
    ...goodsReceiptsEn,
    ...limitsEn,
    ...preparationEn,
    ...purchaseEn,
    ...reversalEn,
    ...stationWordEn,
    ...partsEn,
    ...planningEn,
    ...stockExceptionsEn,
    ...stockReportsEn,
    ...rulesEn,
    ...workshopEn,
    ...mastersEn,
    ...deputiesEn,
    ...handoverEn,
    ...devicesEn,
    ...samplingEn,
    ...parametersEn,
    ...ruleCodesEn,
    ...evidenceRulesEn,
    ...factsEn,
    ...ruleFactsEn,
    ...exchangeEn,
    ...exchangeKindsEn,
    ...exchangeServiceEn,
    ...workbookEn,
    ...formsEn,
    ...printEn,
    ...designEn,
    ...figuresEn,
    ...settingsEn,
    ...HOST_TEXT_EN,
    ...reasons('textEn'),
  },
};
