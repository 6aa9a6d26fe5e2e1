import { useTranslation } from 'react-i18next';
import type { GoodsOrderDetail } from '../../../src-shared/contract/goods-orders.contract.ts';
import { Fact } from '../../ui/Fact.tsx';
import { formatFen, formatInstant, formatQty } from '../../ui/format.ts';
import { Panel, Section } from '../../ui/Panel.tsx';
import { Events } from '../Events.tsx';

/** Beside the lines: how it travels, what the ledger says of it, and who did what when. */
export function OrderFacts({ detail }: { detail: GoodsOrderDetail }) {
  const { t } = useTranslation();
  const { row, request, movements, events } = detail;
  const facts = [
    ['goodsOrder.reason', row.reason === null ? '' : t(`orderReason.${row.reason}`)],
    ['goodsOrder.from', row.fromName ?? ''],
    ['goodsOrder.to', row.toName ?? ''],
    [row.kind === 'RETURN' ? 'goodsOrder.creditAmount' : 'goodsOrder.amount', amountText(row)],
    ['logistics.erpOrder', row.erpOrderNo ?? ''],
    ['goodsOrder.invoiceNo', row.invoiceNo ?? ''],
    ['goodsOrder.carrier', row.carrier ?? ''],
    ['goodsOrder.waybill', row.waybill ?? ''],
    ['goodsOrder.requestedBy', `${row.requestedByName} ${formatInstant(row.requestedAtMs)}`],
    ['goodsOrder.note', request.note],
  ] as const;
  return (
    <Panel testId="order-facts">
      <div className="scroll" tabIndex={0}>
        <Section title={t('goodsOrder.facts')}>
          <dl className="facts">
            {facts.map(([label, text]) => (
              <Fact key={label} label={t(label)} text={text} />
            ))}
          </dl>
        </Section>
        <Section title={t('goodsOrder.movements')} aside={movements.length} testId="order-movements">
          {movements.length === 0 ? <span className="dim">{t('goodsOrder.noMovements')}</span> : null}
          {movements.map((move) => (
            <div className="entry" key={move.id}>
              <b>{t(`movement.${move.type}`)}</b> <span className="mono">{move.partNo}</span>{' '}
              <span className="mono">{move.qtyMilli === null ? '–' : formatQty(move.qtyMilli)}</span>{' '}
              <span className="mono dim">{move.valueFen === null ? '' : formatFen(move.valueFen)}</span>
              <div className="dim">
                {move.warehouseName} · {t(`stockCondition.${move.condition}`)} · {formatInstant(move.effectiveAtMs)}
              </div>
            </div>
          ))}
        </Section>
        <Events
          events={events}
          words={(event) => [t(`orderAction.${event.action}`), t(`orderStatus.${event.statusTo}`)]}
          testId="order-events"
        />
      </div>
    </Panel>
  );
}

/** What the station pays or gets back; nothing between our own warehouses, and nothing before the server has the prices. */
function amountText({ kind, status, amountFen }: GoodsOrderDetail['row']): string {
  return kind === 'TRANSFER' || status === 'DRAFT' ? '' : formatFen(amountFen);
}
