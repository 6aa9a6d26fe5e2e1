import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApplicationDetail, ApplicationLookup } from '../../src-shared/contract/logistics.contract.ts';
import type { FaultReason } from '../../src-shared/domain/logistics/application-faults.ts';
import { APPLICATION_KINDS, URGENCIES } from '../../src-shared/domain/logistics/application-transition.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { ErrorState } from '../ui/States.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';
import {
  draftOf,
  EMPTY_DRAFT,
  faultsOf,
  requestOf,
  withWorkOrder,
  type ApplicationDraft,
} from './application-draft.ts';
import { Choice, Field, FieldFault, Text } from './FormFields.tsx';
import { PartLines } from './PartLines.tsx';

interface ApplicationDialogProps {
  /** The draft that is written on; null = a new one. */
  draft: ApplicationDetail | null;
  onDone: (applicationId: string) => void;
  onClose: () => void;
}

const NOTHING_KNOWN: ApplicationLookup = { vehicle: null, fault: null, workOrder: null, parts: {} };
const NO_FAULTS: Record<string, FaultReason> = {};

/** What a station asks for. The work order fills in what it knows; what is wrong stands beside its field. */
export function ApplicationDialog({ draft: known, onDone, onClose }: ApplicationDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [draft, setDraft] = useState<ApplicationDraft>(known === null ? EMPTY_DRAFT : draftOf(known.request));
  const [isTried, setTried] = useState(false);
  const options = useCall(['logistics', 'options'], () => api.logistics.options({}));
  const request = requestOf(draft);
  const lookup = useLookup(request);
  useKnownOrder(lookup.workOrder, request.workOrderNo, (order) => setDraft((now) => withWorkOrder(now, order)));
  const stations = options.data?.stations ?? [];
  const found = faultsOf(request, { lookup, stations });
  const order = useOrder(api.logistics.save, ({ applicationId }) => onDone(applicationId));
  const refused = order.error === null ? null : problemOf(order.error);
  const faults = isTried ? { ...fieldsOf(refused), ...found } : NO_FAULTS;
  const change = (part: Partial<ApplicationDraft>): void => setDraft({ ...draft, ...part });
  const save = (): void => {
    setTried(true);
    if (Object.keys(found).length > 0) return;
    order.mutate({ applicationId: known?.row.id ?? null, version: known?.row.version ?? 0, request });
  };
  const field = (name: keyof typeof faults): ReactNode => <FieldFault reason={faults[name]} testId={`fault-${name}`} />;
  return (
    <ConfirmDialog
      title={t(known === null ? 'logistics.new' : 'logistics.edit')}
      confirmText={t('logistics.saveDraft')}
      onConfirm={save}
      onClose={onClose}
      busy={order.isPending}
      width={760}
      testId="application-dialog"
    >
      {options.error === null ? null : <ErrorState error={options.error} />}
      {refused === null || refused.reason === 'application-faulty' ? null : (
        <Notice tone="bad" testId="application-refused">
          {text(refused)}
        </Notice>
      )}
      <div className="application-form">
        <Field label={t('logistics.workOrder')} aside={field('workOrderNo')}>
          <Text
            value={draft.workOrderNo}
            onChange={(workOrderNo) => change({ workOrderNo })}
            testId="application-order"
            autoFocus
            mono
          />
        </Field>
        <Field label={t('logistics.kind')}>
          <Choice
            value={draft.kind}
            onChange={(kind) => change({ kind: kind as ApplicationDraft['kind'] })}
            choices={APPLICATION_KINDS.map((kind) => [kind, t(`applicationKind.${kind}`)])}
            testId="application-kind"
          />
        </Field>
        <Field label={t('logistics.urgency')}>
          <Choice
            value={draft.urgency}
            onChange={(urgency) => change({ urgency: urgency as ApplicationDraft['urgency'] })}
            choices={URGENCIES.map((urgency) => [urgency, t(`urgency.${urgency}`)])}
            testId="application-urgency"
          />
        </Field>
        <Field label={t('logistics.station')} aside={field('station')}>
          <Choice
            value={draft.stationCode}
            onChange={(stationCode) => change({ stationCode })}
            choices={[['', ''], ...stations.map(({ code, name }) => [code, `${code} ${name}`] as const)]}
            testId="application-station"
          />
        </Field>
        <Field label={t('logistics.vin')} aside={field('vin') ?? undefined} known={lookup.vehicle?.name ?? ''}>
          <Text value={draft.vin} onChange={(vin) => change({ vin })} testId="application-vin" mono />
        </Field>
        <Field label={t('logistics.mileage')} aside={field('mileageKm')}>
          <Text value={draft.mileage} onChange={(mileage) => change({ mileage })} testId="application-mileage" mono />
        </Field>
        <Field label={t('logistics.faultCode')} aside={field('faultCode')} known={lookup.fault?.name ?? ''}>
          <Text
            value={draft.faultCode}
            onChange={(faultCode) => change({ faultCode })}
            testId="application-fault"
            mono
          />
        </Field>
        <Field label={t('logistics.faultText')} wide>
          <Text
            value={draft.faultText}
            onChange={(faultText) => change({ faultText })}
            testId="application-fault-text"
          />
        </Field>
      </div>
      <PartLines lines={draft.lines} parts={lookup.parts} faults={faults} onChange={(lines) => change({ lines })} />
      <Field label={t('logistics.note')} wide>
        <Text value={draft.note} onChange={(note) => change({ note })} testId="application-note" />
      </Field>
    </ConfirmDialog>
  );
}

/** The names behind the codes; the last known ones stay while the next are looked up. */
function useLookup(request: ReturnType<typeof requestOf>): ApplicationLookup {
  const { workOrderNo, vin, faultCode } = request;
  const asked = { workOrderNo, vin, faultCode, partNos: request.lines.map(({ partNo }) => partNo) };
  const found = useCall(['logistics', 'lookup', asked], () => api.logistics.lookup(asked), { keep: true });
  return found.data ?? NOTHING_KNOWN;
}

/** Tells once for every work order that is found what it says. */
function useKnownOrder(
  order: ApplicationLookup['workOrder'],
  no: string,
  tell: (order: NonNullable<ApplicationLookup['workOrder']>) => void,
): void {
  const told = useRef('');
  useEffect(() => {
    if (order === null || told.current === no) return;
    told.current = no;
    tell(order);
  });
}

function fieldsOf(problem: ReturnType<typeof problemOf> | null): Record<string, FaultReason> {
  return problem?.reason === 'application-faulty' ? (problem.details as Record<string, FaultReason>) : NO_FAULTS;
}
