import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReasonCode } from '../../src-shared/contract/claims.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { PickList, usePick } from '../ui/PickList.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Tag } from '../ui/Tag.tsx';
import type { Anchor } from './return-anchors.ts';

interface ReasonDialogProps {
  title: string;
  confirmText: string;
  /** A return must tell the station what to mend. */
  noteRequired: boolean;
  note: string;
  /** The reason the worst rule proposes: it stands first and Enter takes it. */
  proposed?: string | null;
  /** What the words are about; the first is chosen until another is. */
  anchors?: readonly Anchor[];
  /** What the choice of anchors is called, and what the note asks for, where it is not a return. */
  anchorLabel?: string;
  noteHint?: string;
  onConfirm: (reasonCode: string, note: string, anchor: string) => void;
  onClose: () => void;
  /** Facts above the list: of a bulk decision the count and the sum. */
  children?: React.ReactNode;
}

const SUGGESTED = 5;

export function useReasons() {
  return useCall(['claims', 'reasonCodes'], () => api.claims.reasonCodes({}), { keep: true });
}

/** What a reason code reads like as the administrator keeps it; the catalogues have those of a new company (0155). */
export function useReasonText(): (code: string) => string {
  const { t, i18n } = useTranslation();
  const reasons = useReasons();
  return (code) => {
    const kept = reasons.data?.find((reason) => reason.code === code);
    if (kept === undefined) return t(`reason.${code}`, { defaultValue: code });
    return i18n.language === 'en' ? kept.textEn : kept.textZh;
  };
}

/** The proposed reason, then the suggested ones, each with its digit; then the rest as far as code or text match the search. */
export function orderReasons(
  reasons: readonly ReasonCode[],
  search: string,
  proposed: string | null = null,
): ReasonCode[] {
  const rank = (reason: ReasonCode): number => (reason.code === proposed ? -1 : (reason.suggestedRank ?? 99));
  const wanted = search.trim().toLowerCase();
  return [...reasons]
    .filter(
      (reason) =>
        (reason.isOffered || reason.code === proposed) &&
        (wanted === '' || `${reason.code} ${reason.textZh} ${reason.textEn}`.toLowerCase().includes(wanted)),
    )
    .sort((a, b) => rank(a) - rank(b) || a.code.localeCompare(b.code));
}

/** 1–5 pick a suggestion while the search is empty, typing searches, arrows move, Enter takes the marked one. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { t, i18n } = useTranslation();
  const reasons = useReasons();
  const pick = usePick();
  const [note, setNote] = useState(props.note);
  const [anchor, setAnchor] = useState(props.anchors?.[0]?.value ?? '');
  const list = orderReasons(reasons.data ?? [], pick.search, props.proposed ?? null);
  const take = (reason: ReasonCode | undefined): void => {
    if (reason === undefined) return;
    if (props.noteRequired && note.trim() === '') pick.mark(list.indexOf(reason));
    else props.onConfirm(reason.code, note.trim(), anchor);
  };
  const marked = list[pick.at];
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      testId="reason-dialog"
      foot={
        <>
          <Button onClick={props.onClose} keyName="Esc">
            {t('ui.cancel')}
          </Button>
          <Button
            look="danger"
            keyName={props.noteRequired ? 'Ctrl ⏎' : '⏎'}
            onClick={() => take(marked)}
            disabled={marked === undefined || (props.noteRequired && note.trim() === '')}
            testId="reason-confirm"
          >
            {props.confirmText}
          </Button>
        </>
      }
    >
      {props.children}
      <PickList
        pick={pick}
        look="reason"
        label={props.title}
        hint={t('claims.reasonSearch')}
        choices={list}
        idOf={({ code }) => code}
        row={(reason) => (
          <>
            <span className="mono dim">{reason.code}</span>
            <span>
              {i18n.language === 'en' ? reason.textEn : reason.textZh}{' '}
              {reason.code === props.proposed ? <Tag tone="info">{t('claims.proposed')}</Tag> : null}{' '}
              {reason.countsAsFraud ? <Tag tone="bad">{t('claims.fraud')}</Tag> : null}
            </span>
          </>
        )}
        onTake={take}
        digits={{ count: SUGGESTED, press: take }}
        searchMark="reason-search"
        markOf={({ code }) => `reason-${code}`}
      >
        {reasons.error === null ? null : <ErrorState error={reasons.error} />}
        {reasons.data === undefined && reasons.error === null ? <LoadingState lines={5} /> : null}
      </PickList>
      {props.anchors === undefined ? null : (
        <select
          className="input"
          aria-label={props.anchorLabel ?? t('claims.remarkAbout')}
          value={anchor}
          onChange={(event) => setAnchor(event.target.value)}
          data-testid="remark-line"
        >
          {props.anchors.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      )}
      <textarea
        className="input"
        rows={2}
        maxLength={500}
        placeholder={props.noteHint ?? t(props.noteRequired ? 'claims.noteRequired' : 'claims.noteOptional')}
        aria-label={t('claims.note')}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.code !== 'Enter' || !event.ctrlKey) return;
          event.preventDefault();
          take(marked);
        }}
        data-testid="reason-note"
      />
    </Dialog>
  );
}
