import { useImperativeHandle, useRef, type Ref } from 'react';

/** What a button, a key or a drop area asks of the field. */
export interface FileChooser {
  /** Opens the browser's dialog of files. */
  choose(): void;
}

interface FileInputProps {
  ref: Ref<FileChooser>;
  /** Types or endings as the browser wants them, separated by commas. */
  accept: string;
  onFile: (file: File) => void;
  testId: string;
}

/**
 * The browser's own field for a file, which speaks the browser's language and is therefore never shown: a button or key of ours
 * opens it. The same file may be chosen again after it was mended on the disk.
 */
export function FileInput({ ref, accept, onFile, testId }: FileInputProps) {
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => ({ choose: () => input.current?.click() }), []);
  return (
    <input
      ref={input}
      type="file"
      hidden
      accept={accept}
      data-testid={testId}
      onChange={(event) => {
        const file = event.target.files?.[0];
        event.target.value = '';
        if (file !== undefined) onFile(file);
      }}
    />
  );
}
