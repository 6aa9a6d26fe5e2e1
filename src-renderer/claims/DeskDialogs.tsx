import { useTranslation } from 'react-i18next';
import type { ClaimEvidence } from '../../src-shared/contract/claim-evidence.contract.ts';
import type { ClaimDetail, DecisionInput, RuleHitDetail } from '../../src-shared/contract/claims.contract.ts';
import { AdjustDialog } from './AdjustDialog.tsx';
import { HandOverDialog } from './HandOverDialog.tsx';
import { HoldDialog } from './HoldDialog.tsx';
import { HitDialog } from './HitDialog.tsx';
import { MapDialog } from './MapDialog.tsx';
import { OverrideDialog } from './OverrideDialog.tsx';
import { PairDialog } from './PairDialog.tsx';
import { PhotoDialog } from './PhotoDialog.tsx';
import { ReasonDialog } from './ReasonDialog.tsx';
import { ReverseDialog } from './ReverseDialog.tsx';
import { ReopenDialog } from './ReopenDialog.tsx';
import { anchorsOf, returned } from './return-anchors.ts';
import { StationWordDialog } from './StationWordDialog.tsx';

/** What stands open over the claim. */
export type Asking =
  | 'reject'
  | 'return'
  | 'hold'
  | 'adjust'
  | 'override'
  | 'map'
  | 'reopen'
  | 'handOver'
  | 'reverse'
  | 'forStation'
  | { hit: RuleHitDetail }
  | { pair: RuleHitDetail }
  | { photo: number; compare: boolean; twinId?: string }
  | null;

interface DeskDialogsProps {
  asking: Asking;
  detail: ClaimDetail;
  evidence: ClaimEvidence | null;
  note: string;
  onAsk: (asking: Asking) => void;
  onPhoto: (index: number) => void;
  onSettle: (decision: Partial<DecisionInput>) => void;
}

export function DeskDialogs(props: DeskDialogsProps) {
  const { asking, detail, evidence, note, onSettle } = props;
  const { t } = useTranslation();
  const close = (): void => props.onAsk(null);
  const no = detail.claim.no ?? '';
  if (asking === null) return null;
  if (asking === 'hold') {
    return <HoldDialog onClose={close} onConfirm={(holdReason) => onSettle({ action: 'HOLD', holdReason })} />;
  }
  if (asking === 'adjust') {
    return (
      <AdjustDialog
        detail={detail}
        note={note}
        onClose={close}
        onConfirm={(lines, written) => onSettle({ lines, note: written })}
      />
    );
  }
  if (asking === 'override') {
    return (
      <OverrideDialog
        hits={detail.hits}
        note={note}
        onClose={close}
        onConfirm={(written, blocks) => onSettle({ note: written, blocks })}
      />
    );
  }
  if (asking === 'reopen') {
    return (
      <ReopenDialog no={no} onClose={close} onConfirm={(written) => onSettle({ action: 'REOPEN', note: written })} />
    );
  }
  if (asking === 'forStation') return <StationWordDialog detail={detail} onClose={close} />;
  if (asking === 'reverse') return <ReverseDialog detail={detail} onClose={close} />;
  if (asking === 'handOver') {
    return (
      <HandOverDialog
        title={t('claims.handOverTitle', { no })}
        holderId={detail.claim.holderId}
        mayRelease={detail.claim.holderId !== null}
        onClose={close}
        onConfirm={(assignTo, written) => onSettle({ action: 'ASSIGN', assignTo, note: written })}
      />
    );
  }
  if (asking === 'map') {
    return evidence === null ? null : <MapDialog map={evidence.map} onClose={close} />;
  }
  if (typeof asking === 'object') {
    if ('hit' in asking) return <HitDialog hit={asking.hit} extras={evidence?.hitExtras ?? []} onClose={close} />;
    if ('pair' in asking) {
      const at = evidence?.photos.findIndex(({ twins }) => twins.length > 0) ?? -1;
      const onPhotos = at < 0 ? null : () => props.onAsk({ photo: at, compare: true });
      return <PairDialog detail={detail} hit={asking.pair} onPhotos={onPhotos} onClose={close} />;
    }
    return (
      <PhotoDialog
        photos={evidence?.photos ?? []}
        index={asking.photo}
        compare={asking.compare}
        twinId={asking.twinId ?? null}
        onMap={() => props.onAsk('map')}
        claimNo={detail.claim.no}
        onIndex={(photo) => {
          props.onPhoto(photo);
          props.onAsk({ photo, compare: asking.compare });
        }}
        onClose={close}
      />
    );
  }
  const isReject = asking === 'reject';
  return (
    <ReasonDialog
      title={t(isReject ? 'claims.rejectTitle' : 'claims.returnTitle', { no })}
      confirmText={t(isReject ? 'action.REJECT' : 'action.RETURN')}
      noteRequired={!isReject}
      note={note}
      proposed={evidence?.proposedReasonCode ?? null}
      onClose={close}
      {...(isReject ? {} : { anchors: anchorsOf(t, detail, evidence) })}
      onConfirm={(reasonCode, written, anchor) =>
        onSettle(
          isReject
            ? { action: 'REJECT', reasonCode, note: written }
            : { action: 'RETURN', reasonCode, ...returned(written, anchor) },
        )
      }
    />
  );
}
