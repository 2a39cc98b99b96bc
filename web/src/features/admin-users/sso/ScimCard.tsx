import { Paper, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { AnchorLink } from '@/ui/links';
import { OwnAddress } from './OwnAddress';

/** What an identity provider needs to keep the brand's people and teams by itself. */
export function ScimCard() {
  const { t } = useTranslation('sso');
  const { can } = useAccess();
  return (
    <Paper p="lg" mt="lg" component="section" aria-labelledby="scim" data-testid="scim">
      <Title order={2} size="h4" id="scim">
        {t('scim.title')}
      </Title>
      <Text size="sm" c="dimmed" maw={760}>
        {t('scim.text')}
      </Text>
      <OwnAddress which="scim_base_url" label={t('scim.address')} />
      {can('api_keys:write') && (
        <AnchorLink to="/keys" size="sm" mt="xs" display="inline-block">
          {t('scim.makeKey')}
        </AnchorLink>
      )}
    </Paper>
  );
}
