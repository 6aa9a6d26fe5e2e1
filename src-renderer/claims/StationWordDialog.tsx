import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimDetail } from '../../src-shared/contract/claims.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder, useRefresh } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { sentPicture } from '../ui/picture-file.ts';
import { PictureField } from '../ui/PictureField.tsx';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';

interface StationWordDialogProps {
  detail: ClaimDetail;
  onClose: () => void;
}

/** What a station without a system said, entered on its behalf with a picture of the paper that proves it (design §8). */
export function StationWordDialog({ detail, onClose }: StationWordDialogProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const refresh = useRefresh('claims');
  const { stationSteps } = detail;
  const [step, setStep] = useState(stationSteps[0]);
  const [text, setText] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const { id: claimId, version, no, claimantName } = detail.claim;
  const order = useOrder(
    async (given: { step: (typeof stationSteps)[number]; file: File }) =>
      api.claims.speakForStation({ claimId, version, step: given.step, text, proof: await sentPicture(given.file) }),
    async (_, given) => {
      showToast({ text: t(`stationWord.did.${given.step}`, { no: no ?? '' }) });
      onClose();
      await refresh();
    },
  );
  if (step === undefined) return null;
  return (
    <ConfirmDialog
      title={t('stationWord.title', { no: no ?? '' })}
      confirmText={t(`stationWord.step.${step}`)}
      look={step === 'withdraw' ? 'danger' : 'primary'}
      onConfirm={() => (file === null ? undefined : order.mutate({ step, file }))}
      onClose={onClose}
      busy={order.isPending}
      disabled={file === null || text.trim() === ''}
      testId="station-word-dialog"
    >
      <p>{t(`stationWord.text.${step}`, { claimantName })}</p>
      {order.error === null ? null : (
        <Notice tone="bad" testId="station-word-refused">
          {problemText(problemOf(order.error))}
        </Notice>
      )}
      <label className="field">
        <span className="label">{t('stationWord.what')}</span>
        <select
          className="input"
          autoFocus
          value={step}
          onChange={(event) => setStep(stationSteps.find((one) => one === event.target.value))}
          data-testid="station-word-step"
        >
          {stationSteps.map((one) => (
            <option key={one} value={one}>
              {t(`stationWord.step.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span className="label">{t('stationWord.words')}</span>
        <input
          className="input"
          maxLength={500}
          value={text}
          onChange={(event) => setText(event.target.value)}
          data-testid="station-word-text"
        />
      </label>
      <PictureField label={t('stationWord.proof')} file={file} onFile={setFile} testId="station-word-proof" />
    </ConfirmDialog>
  );
}
