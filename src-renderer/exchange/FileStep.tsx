import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportKind } from '../../src-shared/contract/exchange.contract.ts';
import { Button } from '../ui/Button.tsx';
import { FileInput, type FileChooser } from '../ui/FileInput.tsx';
import { formatPercent } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { Chip, Notice } from '../ui/Tag.tsx';
import { useExport } from '../ui/use-export.ts';
import { ImportHistory } from './ImportHistory.tsx';
import type { ImportFlow } from './use-import.ts';
import { KeyCap } from '../ui/KeyCap.tsx';

const LIST_TYPES = '.xlsx,.xlsm,.xltx,.xls,.csv,.tsv,.txt';

/** What the file holds, and the file itself; below, what was taken in before. */
interface FileStepProps {
  flow: ImportFlow;
  kinds: readonly ImportKind[];
  /** Rows typed by hand instead of a file. */
  onType: () => void;
}

export function FileStep({ flow, kinds, onType }: FileStepProps) {
  const { t } = useTranslation();
  const input = useRef<FileChooser>(null);
  const choose = (): void => input.current?.choose();
  const exportFile = useExport();
  const template = (withData: boolean) => (): void => exportFile({ report: 'template', kind: flow.kind, withData });
  const dataCsv = (): void => exportFile({ report: 'template', kind: flow.kind, withData: true, format: 'csv' });
  const digits = kinds
    .slice(0, 9)
    .map((kind, index) => [`Digit${String(index + 1)}`, () => flow.setKind(kind)] as const);
  useKeys(
    {
      ...Object.fromEntries(digits),
      ...{ KeyO: choose, KeyN: onType, Enter: choose },
      ...{ KeyT: template(false), 'Shift+KeyT': template(true), 'Shift+KeyC': dataCsv },
    },
    !flow.busy,
  );
  return (
    <>
      <Panel testId="import-file-step">
        <Section title={t('exchange.kind.title')}>
          <div className="chips" role="group" aria-label={t('exchange.kind.title')}>
            {kinds.map((kind, index) => (
              <Chip
                key={kind}
                on={kind === flow.kind}
                onClick={() => flow.setKind(kind)}
                testId={`import-kind-${kind}`}
              >
                {t(`exchange.kind.${kind}`)} {index < 9 ? <KeyCap name={String(index + 1)} hidden /> : null}
              </Chip>
            ))}
          </div>
          <p className="dim">{t(`exchange.kindText.${flow.kind}`)}</p>
          {flow.expectedSheetNo === null ? null : (
            <Notice tone="info" testId="import-expected">
              {t('exchange.file.expected', { no: flow.expectedSheetNo })}
            </Notice>
          )}
          <div className="dialog-foot">
            <Button onClick={template(false)} keyName="T" testId="import-template">
              {t('exchange.file.template')}
            </Button>
            <Button onClick={template(true)} keyName="⇧T" testId="export-kind">
              {t('exchange.file.data')}
            </Button>
            <Button onClick={dataCsv} keyName="⇧C" testId="export-kind-csv">
              {t('exchange.file.dataCsv')}
            </Button>
          </div>
        </Section>
        <Section title={t('exchange.file.title')}>
          <DropArea onFile={flow.open}>
            {flow.busy ? (
              <span role="status">
                {flow.sentShare === null
                  ? t('exchange.file.reading')
                  : t('exchange.file.sending', { share: formatPercent(Math.round(flow.sentShare * 100) * 100) })}
              </span>
            ) : (
              <>
                <span>{t('exchange.file.drop')}</span>
                <Button look="primary" onClick={choose} keyName="O" testId="import-choose">
                  {t('exchange.file.choose')}
                </Button>
                <Button onClick={onType} keyName="N" testId="import-type">
                  {t('exchange.typed.open')}
                </Button>
              </>
            )}
            <FileInput ref={input} accept={LIST_TYPES} onFile={flow.open} testId="import-file" />
          </DropArea>
          <p className="faint">{t('exchange.file.hint')}</p>
        </Section>
      </Panel>
      <ImportHistory onShow={flow.show} />
    </>
  );
}

function DropArea({ onFile, children }: { onFile: (file: File) => void; children: ReactNode }) {
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) onFile(file);
  };
  return (
    <div
      className={over ? 'drop over' : 'drop'}
      data-testid="import-drop"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {children}
    </div>
  );
}
