import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/ui/EmptyState';
import { ButtonLink } from '@/ui/links';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t('notFoundTitle')}
      text={t('notFoundText')}
      action={
        <ButtonLink to="/" variant="default" mt="sm">
          {t('backHome')}
        </ButtonLink>
      }
    />
  );
}
