// Where files are dropped or chosen. The whole page takes a drop, so that nobody has to aim.
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '../core/icon';

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

export function useFileDrop(onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const take = useRef(onFiles);
  take.current = onFiles;
  useEffect(() => {
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const stay = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      take.current(Array.from(event.dataTransfer?.files ?? []));
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', stay);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', stay);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return over;
}

export function UploadBox({ over, busy, onFiles }: { over: boolean; busy: boolean; onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={over ? 'upload-box over' : 'upload-box'}>
      <span style={{ color: 'var(--accent)' }}>
        <Icon name="import" size={36} />
      </span>
      <p className="upload-title">{over ? t('upload.release') : t('upload.title')}</p>
      <p className="soft small" style={{ margin: '2px 0 14px' }}>
        {t('upload.hint')}
      </p>
      <input
        ref={input}
        type="file"
        multiple
        accept=".xlsx,.csv,.txt,.tsv,.zip"
        className="hidden-visually"
        aria-label={t('upload.choose')}
        tabIndex={-1}
        onChange={(event) => {
          onFiles(Array.from(event.currentTarget.files ?? []));
          event.currentTarget.value = '';
        }}
      />
      <Button size="md" h={48} loading={busy} onClick={() => input.current?.click()}>
        {t('upload.choose')}
      </Button>
    </div>
  );
}
