import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { EmptyState } from '@/ui/EmptyState';
import { IconAudit } from '@/ui/icons';

/** Shows a page to those who may see it, and tells the others which permission is missing. */
export function RequirePermission({
  permission,
  children,
}: {
  permission: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  if (useAccess().can(permission)) return children;
  return (
    <EmptyState
      heading
      icon={<IconAudit size={24} />}
      title={t('noAccessTitle')}
      text={t('noAccessText', { permission })}
    />
  );
}
