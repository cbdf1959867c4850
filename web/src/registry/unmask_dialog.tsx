import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { request } from '../api/client';
import type { Unmasked } from '../api/types';
import { Notice } from '../core/blocks';
import { useProblemWords } from '../core/problem';

/// Asks why before showing what is masked; the reason goes into the journal.
export function UnmaskDialog({ child, emergency, opened, onClose, onShow }: {
  child: string;
  emergency: boolean;
  opened: boolean;
  onClose: () => void;
  onShow: (shown: Unmasked) => void;
}) {
  const { t } = useTranslation();
  const problem = useProblemWords();
  const [reason, setReason] = useState('');
  const unmask = useMutation({
    mutationFn: () =>
      request<Unmasked>('POST', `/children/${child}/unmask`, {
        body: { reason: reason.trim() },
        ...(emergency ? { purpose: 'emergency' } : {}),
      }),
    onSuccess: (shown) => {
      onShow(shown);
      setReason('');
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    unmask.mutate();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('unmask.title')}
      centered
      closeButtonProps={{ 'aria-label': t('action.close'), size: 36 }}
    >
      <form onSubmit={submit}>
        <Notice tone="info">
          {t('unmask.notice')}
        </Notice>
        <Textarea
          data-autofocus
          label={t('unmask.reason')}
          placeholder={t('unmask.reason_hint')}
          required
          minLength={4}
          maxLength={200}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={unmask.error ? problem(unmask.error) : undefined}
        />
        <div className="row" style={{ justifyContent: 'flex-end', marginTop: 16 }}>
          <Button variant="default" h={44} onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" h={44} loading={unmask.isPending} disabled={reason.trim().length < 4}>
            {t('unmask.submit')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
