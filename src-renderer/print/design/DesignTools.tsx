import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { SCAN_TYPES } from '../../../src-shared/domain/print/design/scan-image.ts';
import { FORM_KEYS, type FormKey } from '../../../src-shared/domain/print/form-template.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { FileInput, type FileChooser } from '../../ui/FileInput.tsx';
import { navigate } from '../../ui/navigation.ts';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { readScan } from './read-scan.ts';
import type { Design } from './use-design.ts';
import type { Sample } from './use-sample.ts';

interface DesignToolsProps {
  formKey: FormKey;
  design: Design;
  sample: Sample;
  hasScan: boolean;
  onScanChanged: () => void;
  isPreprinted: boolean;
  onPreprinted: (next: boolean) => void;
  busy: boolean;
  onTry: () => void;
  onVersions: () => void;
  onPublish: () => void;
}

/** What stands above the sheet: which form and document, the scan beneath, steps, a trial, and publishing. */
export function DesignTools(props: DesignToolsProps) {
  const { formKey, design, sample } = props;
  const { t } = useTranslation();
  return (
    <div className="tools design-tools">
      <select
        className="input"
        value={formKey}
        aria-label={t('print.form')}
        data-testid="design-form"
        onChange={(event) => navigate('forms', event.target.value)}
      >
        {FORM_KEYS.map((key) => (
          <option key={key} value={key}>
            {t(`print.form.${key}`)}
          </option>
        ))}
      </select>
      <select
        className="input"
        value={sample.id ?? ''}
        aria-label={t('design.sample')}
        title={t('design.sample')}
        data-testid="design-sample"
        data-document={sample.document?.id ?? ''}
        onChange={(event) => sample.choose(event.target.value)}
      >
        {sample.choices.length === 0 ? <option value="">{t('design.noSample')}</option> : null}
        {sample.choices.map(({ id, no }) => (
          <option key={id} value={id}>
            {no}
          </option>
        ))}
      </select>
      <label className="design-preprinted" title={t('print.preprinted')}>
        <input
          type="checkbox"
          checked={props.isPreprinted}
          data-testid="design-preprinted"
          onChange={(event) => props.onPreprinted(event.target.checked)}
        />{' '}
        {t('design.preprinted')}
      </label>
      <ScanButtons formKey={formKey} hasScan={props.hasScan} onChanged={props.onScanChanged} />
      <span className="grow" />
      <Button onClick={design.undo} disabled={!design.canUndo} title="Ctrl+Z" testId="design-undo">
        {t('design.undo')}
      </Button>
      <Button onClick={design.redo} disabled={!design.canRedo} title="Ctrl+Y" testId="design-redo">
        {t('design.redo')}
      </Button>
      <Button onClick={props.onVersions} testId="design-open-versions">
        {t('design.versions')}
      </Button>
      <Button onClick={props.onTry} keyName="Ctrl P" testId="design-try-open">
        {t('design.try')}
      </Button>
      <Button
        look="primary"
        onClick={props.onPublish}
        keyName="Ctrl S"
        disabled={!design.isDirty || props.busy}
        testId="design-publish"
      >
        {t('design.publish')}
      </Button>
    </div>
  );
}

/** The picture of the blank paper, chosen from a file; it is shown on this workstation and never printed. */
function ScanButtons({ formKey, hasScan, onChanged }: { formKey: FormKey; hasScan: boolean; onChanged: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const file = useRef<FileChooser>(null);
  const tell = (reason: string): void => void showToast({ text: text({ reason, details: {} }), tone: 'bad' });
  const save = async (chosen: File | null): Promise<void> => {
    const read = chosen === null ? null : await readScan(chosen);
    if (read !== null && !read.ok) return tell(read.reason);
    try {
      await api.print.saveScan({ formKey, scan: read === null ? null : read.scan });
      onChanged();
    } catch (error) {
      tell(problemOf(error).reason);
    }
  };
  return (
    <>
      <FileInput
        ref={file}
        accept={SCAN_TYPES.join()}
        onFile={(chosen) => void save(chosen)}
        testId="design-scan-file"
      />
      <Button onClick={() => file.current?.choose()} title={t('design.scanText')} testId="design-scan-choose">
        {t('design.scan')}
      </Button>
      {hasScan ? (
        <Button
          onClick={() => void save(null)}
          title={t('design.scanDrop')}
          label={t('design.scanDrop')}
          testId="design-scan-drop"
        >
          ✕
        </Button>
      ) : null}
    </>
  );
}
