import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  APPLICATION_PHOTO_KINDS,
  type ApplicationDetail,
  type ApplicationStep,
} from '../../src-shared/contract/logistics.contract.ts';
import type { ApplicationAction } from '../../src-shared/domain/logistics/application-transition.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { ListGrid } from '../grid/ListGrid.tsx';
import { Button } from '../ui/Button.tsx';
import { formatInstant } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';
import { Panel } from '../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Notice, Tag } from '../ui/Tag.tsx';
import { APPLICATION_TONES, holderText, LINE_COLUMNS, numberText, URGENCY_TONES } from './application.columns.tsx';
import { ApplicationDialog } from './ApplicationDialog.tsx';
import { ApplicationFacts } from './ApplicationFacts.tsx';
import { CompleteDialog } from './CompleteDialog.tsx';
import { PhotoDialog } from './PhotoDialog.tsx';
import { ApplicationStepDialog } from './ApplicationStepDialog.tsx';

const back = (): void => navigate('logistics');

/** One application: with whom it lies, what it asks for, and the step that is due. */
export function ApplicationPage({ id }: { id: string }) {
  const detail = useCall(['logistics', 'application', id], () => api.logistics.application({ id }), { keep: true });
  useKeys({ Escape: back });
  if (detail.error !== null) return <ErrorState error={detail.error} onRetry={back} />;
  if (detail.data === undefined) return <LoadingState lines={12} />;
  return <Application detail={detail.data} />;
}

/** The key of every action; the first that is allowed is the one that is due. */
const ACTION_KEYS: readonly (readonly [ApplicationAction, string, 'primary' | 'danger' | 'plain'])[] = [
  ['submit', 'S', 'primary'],
  ['notDuplicate', 'A', 'primary'],
  ['isDuplicate', 'D', 'danger'],
  ['regionApprove', 'A', 'primary'],
  ['regionReject', 'R', 'danger'],
  ['inWarranty', 'A', 'primary'],
  ['goodwill', 'G', 'plain'],
  ['outOfWarranty', 'R', 'danger'],
  ['convert', 'C', 'primary'],
  ['releaseCredit', 'K', 'primary'],
  ['allocate', 'L', 'primary'],
  ['sendErp', 'E', 'primary'],
  ['ship', 'H', 'primary'],
  ['endShipping', 'X', 'plain'],
  ['sign', 'Q', 'primary'],
  ['close', 'F', 'primary'],
  ['photo', 'P', 'plain'],
  ['complete', 'B', 'plain'],
  ['cancel', 'V', 'plain'],
];

type Open = { dialog: 'edit' | 'photo' | 'complete' } | { dialog: 'step'; step: ApplicationStep };

function openOf(action: ApplicationAction): Open {
  if (action === 'photo' || action === 'complete') return { dialog: action };
  if (action === 'save' || action === 'settleOld') return { dialog: 'edit' };
  return { dialog: 'step', step: action };
}

function Application({ detail }: { detail: ApplicationDetail }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const { row, allowedActions } = detail;
  const actions = ACTION_KEYS.filter(([action]) => allowedActions.includes(action));
  const maySave = allowedActions.includes('save');
  useKeys({
    ...Object.fromEntries(actions.map(([action, key]) => [`Key${key}`, () => setOpen(openOf(action))])),
    ...(maySave ? { F2: () => setOpen({ dialog: 'edit' }) } : {}),
  });
  const close = (): void => setOpen(null);
  const done = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['logistics'] });
    close();
  };
  return (
    <div className="work application-work" data-testid="application-page">
      <Panel label={t('logistics.application', { no: numberText(row, t) })}>
        <Head detail={detail} />
        <div className="tools application-actions">
          {actions.map(([action, key, look]) => (
            <Button
              key={action}
              keyName={key}
              {...(look === 'plain' ? {} : { look })}
              onClick={() => setOpen(openOf(action))}
              testId={`do-${action}`}
            >
              {t(`applicationAction.${action}`)}
            </Button>
          ))}
          {maySave ? (
            <Button keyName="F2" onClick={() => setOpen({ dialog: 'edit' })} testId="do-save">
              {t('logistics.edit')}
            </Button>
          ) : null}
          {actions.length === 0 && !maySave ? <span className="dim">{t('logistics.nothingForYou')}</span> : null}
        </div>
        <Hints detail={detail} />
        <ListGrid
          columns={LINE_COLUMNS}
          rows={detail.lines}
          rowId={(line) => line.id}
          emptyText={t('logistics.noLines')}
          list="logistics.lines"
          testId="application-lines"
        />
      </Panel>
      <ApplicationFacts detail={detail} />
      {open?.dialog === 'edit' ? <ApplicationDialog draft={detail} onDone={() => void done()} onClose={close} /> : null}
      {open?.dialog === 'photo' ? (
        <PhotoDialog
          kinds={APPLICATION_PHOTO_KINDS}
          send={({ photoKind, ...photo }) =>
            api.logistics.addPhoto({
              ...{ ...photo, applicationId: row.id },
              photoKind: APPLICATION_PHOTO_KINDS.find((kind) => kind === photoKind) ?? 'OTHER',
            })
          }
          onDone={done}
          onClose={close}
        />
      ) : null}
      {open?.dialog === 'complete' ? <CompleteDialog detail={detail} onDone={done} onClose={close} /> : null}
      {open?.dialog === 'step' ? (
        <ApplicationStepDialog detail={detail} step={open.step} onDone={done} onClose={close} />
      ) : null}
    </div>
  );
}

function Head({ detail }: { detail: ApplicationDetail }) {
  const { t } = useTranslation();
  const { row } = detail;
  return (
    <div className="tools count-head">
      <Button onClick={back} keyName="Esc">
        {t('settlement.back')}
      </Button>
      <h2 className="mono" data-testid="application-no">
        {numberText(row, t)}
      </h2>
      <Tag tone={APPLICATION_TONES[row.status]} testId="application-status">
        {t(`applicationStatus.${row.status}`)}
      </Tag>
      <Tag tone={URGENCY_TONES[row.urgency]}>{t(`urgency.${row.urgency}`)}</Tag>
      <span>{t(`applicationKind.${row.kind}`)}</span>
      <span>{row.stationName}</span>
      <span className="grow" />
      <span className="application-holder" data-testid="application-holder">
        {row.holderRole === null
          ? t('logistics.nobodySince', { since: formatInstant(row.sinceMs) })
          : t('logistics.heldBy', {
              holder: holderText(row, t),
              since: formatInstant(row.sinceMs),
              days: row.stayDays,
            })}
      </span>
    </div>
  );
}

/** What stands in the way, or follows from what was decided. */
function Hints({ detail }: { detail: ApplicationDetail }) {
  const { t } = useTranslation();
  const { row, gaps, convertedToNo, convertedFromNo, dupOfNo, isWithoutErp, suspects } = detail;
  const isWaiting = ['SUBMITTED', 'REGION_OK'].includes(row.status);
  const hints = [
    row.status === 'DUP_SUSPECT' ? t('logistics.suspectHint', { number: suspects.length }) : null,
    isWaiting && gaps.length > 0
      ? t('logistics.gapsHint', { gaps: gaps.map((gap) => t(`applicationGap.${gap}`)).join('、') })
      : null,
    dupOfNo === null ? null : t('logistics.dupOf', { no: dupOfNo }),
    row.verdict === 'OUT_OF_WARRANTY' && convertedToNo === null ? t('logistics.convertHint') : null,
    convertedToNo === null ? null : t('logistics.convertedTo', { no: convertedToNo }),
    convertedFromNo === null ? null : t('logistics.convertedFrom', { no: convertedFromNo }),
    isWithoutErp ? t('logistics.withoutErp') : null,
  ].filter((hint) => hint !== null);
  return hints.length === 0 ? null : (
    <Notice tone="warn" testId="application-hints">
      {hints.map((hint) => (
        <div key={hint}>{hint}</div>
      ))}
    </Notice>
  );
}
