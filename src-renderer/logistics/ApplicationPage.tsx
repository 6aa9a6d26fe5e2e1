import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import {
  APPLICATION_PHOTO_KINDS,
  type ApplicationDetail,
  type ApplicationStep,
} from '../../src-shared/contract/logistics.contract.ts';
import { api } from '../api/client.ts';
import { useRefresh, useThing } from '../api/use-api.ts';
import { ListGrid } from '../grid/ListGrid.tsx';
import { LoadedPage } from '../ui/LoadedPage.tsx';
import { goBack, navigate } from '../ui/navigation.ts';
import { PaperFrame } from '../ui/PaperFrame.tsx';
import { usePaperSteps, type StepTable } from '../ui/paper-steps.tsx';
import { Tag } from '../ui/Tag.tsx';
import { APPLICATION_TONES, holderText, LINE_COLUMNS, numberText, URGENCY_TONES } from './application.columns.tsx';
import { ApplicationDialog } from './ApplicationDialog.tsx';
import { ApplicationFacts } from './ApplicationFacts.tsx';
import { CompleteDialog } from './CompleteDialog.tsx';
import { Holder } from './Holder.tsx';
import { PhotoDialog } from '../ui/PhotoDialog.tsx';
import { ApplicationStepDialog } from './ApplicationStepDialog.tsx';

const back = (): void => goBack({ room: 'logistics', id: null });

/** One application: with whom it lies, what it asks for, and the step that is due. */
export function ApplicationPage({ id }: { id: string }) {
  const answer = useThing(['logistics', 'application'], id, (thing) => api.logistics.application({ id: thing }));
  return (
    <LoadedPage answer={answer} back={back}>
      {(detail) => <Application detail={detail} />}
    </LoadedPage>
  );
}

const STEPS: StepTable<ApplicationStep | 'photo' | 'complete' | 'save'> = [
  ['submit', 'S', 'primary'],
  ['notDuplicate', 'A', 'primary'],
  ['isDuplicate', 'D', 'danger'],
  ['regionApprove', 'A', 'primary'],
  ['regionReject', 'R', 'danger'],
  ['inWarranty', 'A', 'primary'],
  ['goodwill', 'G', 'normal'],
  ['outOfWarranty', 'R', 'danger'],
  ['convert', 'C', 'primary'],
  ['releaseCredit', 'K', 'primary'],
  ['allocate', 'L', 'primary'],
  ['sendErp', 'E', 'primary'],
  ['ship', 'H', 'primary'],
  ['endShipping', 'X', 'normal'],
  ['sign', 'Q', 'primary'],
  ['close', 'F', 'primary'],
  ['photo', 'P', 'normal'],
  ['complete', 'B', 'normal'],
  ['cancel', 'V', 'normal'],
  ['save', 'F2', 'normal'],
];

function Application({ detail }: { detail: ApplicationDetail }) {
  const { t } = useTranslation();
  const { row, allowedActions } = detail;
  const { open, close, done, steps, keys } = usePaperSteps({
    table: STEPS,
    allowed: allowedActions,
    words: (step) => t(step === 'save' ? 'logistics.edit' : `applicationAction.${step}`),
    openOf: (step) => step,
    refresh: useRefresh('logistics'),
  });
  const dialog = { detail, onDone: done, onClose: close };
  return (
    <PaperFrame
      mark="application"
      label={t('logistics.application', { no: numberText(row, t) })}
      back={back}
      no={numberText(row, t)}
      status={{ tone: APPLICATION_TONES[row.status], text: t(`applicationStatus.${row.status}`) }}
      about={
        <>
          <Tag tone={URGENCY_TONES[row.urgency]}>{t(`urgency.${row.urgency}`)}</Tag>
          <span>{t(`applicationKind.${row.kind}`)}</span>
          <span>{row.stationName}</span>
        </>
      }
      holder={<Holder {...row} holder={row.holderRole === null ? null : holderText(row, t)} />}
      steps={steps}
      papers={() => navigate('paper', `partsApplication.${row.id}`)}
      keys={keys}
      hints={hintsOf(detail, t)}
      lines={
        <ListGrid
          columns={LINE_COLUMNS}
          rows={detail.lines}
          rowId={(line) => line.id}
          emptyText={t('logistics.noLines')}
          list="logistics.lines"
          testId="application-lines"
        />
      }
      facts={<ApplicationFacts detail={detail} />}
    >
      {open === 'save' ? <ApplicationDialog draft={detail} onDone={() => void done()} onClose={close} /> : null}
      {open === 'photo' ? (
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
      {open === 'complete' ? <CompleteDialog {...dialog} /> : null}
      {open === null || open === 'save' || open === 'photo' || open === 'complete' ? null : (
        <ApplicationStepDialog {...dialog} step={open} />
      )}
    </PaperFrame>
  );
}

/** What stands in the way, or follows from what was decided. */
function hintsOf(detail: ApplicationDetail, t: TFunction): string[] {
  const { row, gaps, convertedToNo, convertedFromNo, dupOfNo, isWithoutErp, suspects } = detail;
  const isWaiting = ['SUBMITTED', 'REGION_OK'].includes(row.status);
  return [
    row.status === 'DUP_SUSPECT' ? t('logistics.suspectHint', { number: suspects.length }) : null,
    isWaiting && gaps.length > 0
      ? t('logistics.gapsHint', { gaps: gaps.map((gap) => t(`applicationGap.${gap}`)).join(t('ui.listMark')) })
      : null,
    dupOfNo === null ? null : t('logistics.dupOf', { no: dupOfNo }),
    row.verdict === 'OUT_OF_WARRANTY' && convertedToNo === null ? t('logistics.convertHint') : null,
    convertedToNo === null ? null : t('logistics.convertedTo', { no: convertedToNo }),
    convertedFromNo === null ? null : t('logistics.convertedFrom', { no: convertedFromNo }),
    isWithoutErp ? t('logistics.withoutErp') : null,
  ].filter((hint) => hint !== null);
}
