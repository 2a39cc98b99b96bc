import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { IconAccount } from '@/ui/icons';
import { visibleMenu } from '../menu';
import classes from './Shell.module.css';

export function Sidebar() {
  const { t } = useTranslation('shell');
  const items = visibleMenu(useAccess());
  const sections = (['core', 'operations', 'system'] as const).filter(
    // The system's own holds the account, which everybody has.
    (section) => section === 'system' || items.some((item) => item.section === section),
  );
  return (
    <>
      {sections.map((section) => (
        <div key={section}>
          <div className={classes.section}>{t(`sections.${section}`)}</div>
          {items
            .filter((item) => item.section === section)
            .map((item) => (
              <Link
                key={item.key}
                to={item.to}
                className={classes.link}
                activeOptions={{ exact: item.to === '/', includeSearch: false }}
                data-testid={`menu-${item.label}`}
              >
                <item.icon />
                {t(`menu.${item.label}`)}
              </Link>
            ))}
          {section === 'system' && (
            <Link to="/account" className={classes.link} data-testid="menu-account">
              <IconAccount />
              {t('menu.account')}
            </Link>
          )}
        </div>
      ))}
    </>
  );
}
