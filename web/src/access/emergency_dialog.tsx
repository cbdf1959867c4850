// Opens a record outside one's area in an emergency: says what follows before, asks why, never tells who is in the register.
import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { get, newCommandId, post } from '../api/client';
import type { OpenedRecord } from '../api/types';
import { Notice } from '../core/blocks';
import { Icon } from '../core/icon';
import { useProblemWords } from '../core/problem';

const shortest = 10;
const lengthOf = (text: string) => [...text.replace(/\s/g, '')].length;

type Asked = { child: string } | { number: string };

/// Two steps on purpose: the first answers alike for everybody, the second is a read with its own line in the journal.
async function open(asked: Asked, id: string, reason: string): Promise<OpenedRecord> {
  await post('/break-glass', { id, reason, ...asked });
  return get<OpenedRecord>(`/break-glass/${id}`);
}

function Form({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const [, navigate] = useLocation();
  const [id] = useState(newCommandId);
  const [reason, setReason] = useState('');
  const opening = useMutation({
    mutationFn: () => open(asked, id, reason.trim()),
    onSuccess: (opened) => {
      if (!opened.child) return;
      onClose();
      navigate(`/children/${opened.child}?emergency=yes`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    opening.mutate();
  };
  if (opening.data && !opening.data.child) {
    return (
      <>
        <Notice tone="warn">{t('emergency.nobody')}</Notice>
        <Button h={44} variant="default" onClick={onClose}>
          {t('action.close')}
        </Button>
      </>
    );
  }
  return (
    <form onSubmit={submit}>
      <Notice tone="warn">
        <ul className="consequences">
          <li>{t('emergency.noted')}</li>
          <li>{t('emergency.told')}</li>
          <li>{t('emergency.reviewed')}</li>
          <li>{t('emergency.hours')}</li>
        </ul>
      </Notice>
      <Textarea
        data-autofocus
        label={t('emergency.reason')}
        description={t('emergency.reason_hint')}
        styles={{ description: { color: 'var(--ink-soft)' } }}
        required
        maxLength={500}
        autosize
        minRows={3}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={opening.error ? problem(opening.error) : undefined}
      />
      <div className="row" style={{ justifyContent: 'flex-end', marginTop: 16 }}>
        <Button variant="default" h={44} onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" h={44} color="red.9" loading={opening.isPending} disabled={lengthOf(reason) < shortest}>
          {t('emergency.submit')}
        </Button>
      </div>
    </form>
  );
}

/// The way in, where a page has said that there is nothing here for the reader.
export function EmergencyWay({ asked }: { asked: Asked }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <div style={{ marginTop: 16 }}>
      <p className="soft small" style={{ margin: '0 0 8px' }}>{t('emergency.when')}</p>
      <Button variant="default" h={44} leftSection={<Icon name="warn" size={18} />} onClick={() => setOpened(true)}>
        {t('emergency.ask')}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('emergency.title')} centered
        closeButtonProps={{ 'aria-label': t('action.close'), size: 36 }}>
        <Form asked={asked} onClose={() => setOpened(false)} />
      </Modal>
    </div>
  );
}
