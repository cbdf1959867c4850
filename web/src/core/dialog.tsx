// A question laid over the page, and the two ways out of it.
import { Button, Modal } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/// Stands while it is rendered; when it goes, the keyboard is back where it was before.
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  const before = useRef(document.activeElement);
  useEffect(() => {
    const opener = before.current;
    return () => {
      // Later, for the page behind is out of reach until the dialog has left it.
      window.setTimeout(() => opener instanceof HTMLElement && opener.isConnected && opener.focus({ preventScroll: true }), 0);
    };
  }, []);
  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': t('action.close'), size: 36 }}>
      {children}
    </Modal>
  );
}

export function FormButtons({ submit, pending, disabled = false, onClose, bad = false }: {
  submit: string;
  pending: boolean;
  disabled?: boolean;
  onClose: () => void;
  bad?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <div className="row form-buttons">
      <Button variant="default" h={44} onClick={onClose}>
        {t('action.cancel')}
      </Button>
      <Button type="submit" h={44} loading={pending} disabled={disabled} color={bad ? 'red.9' : undefined}>
        {submit}
      </Button>
    </div>
  );
}
