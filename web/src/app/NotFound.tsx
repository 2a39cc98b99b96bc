import { useDocumentTitle } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/ui/EmptyState';
import { ButtonLink } from '@/ui/links';

export function NotFound() {
  const { t } = useTranslation();
  useDocumentTitle(`${t('notFoundTitle')} · Gapless`);
  return (
    <EmptyState
      heading
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
