import type { ReactNode, SVGProps } from 'react';

export type IconProps = SVGProps<SVGSVGElement> & { size?: number };

function icon(paths: ReactNode) {
  return function Icon({ size = 18, ...rest }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.8}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
        {...rest}
      >
        {paths}
      </svg>
    );
  };
}

export const IconDashboard = icon(<path d="M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z" />);
export const IconGames = icon(
  <>
    <rect x="3" y="7" width="18" height="11" rx="5" />
    <path d="M8 10.5v4M6 12.5h4M15.5 11.5h.01M17.5 13.5h.01" />
  </>,
);
export const IconAudit = icon(
  <>
    <path d="M12 3l7 3v5c0 4.6-3 8.3-7 10-4-1.700-7-5.400-7-10V6z" />
    <path d="M9 12l2 2 4-4" />
  </>,
);
export const IconTenants = icon(
  <path d="M4 20V6l7-3v17M11 9l9 3v8M4 20h17M7 9h1M7 13h1M7 17h1M14.500 14h2M14.500 17h2" />,
);
export const IconKey = icon(
  <>
    <circle cx="8" cy="15.500" r="4.500" />
    <path d="M11.300 12.200L20 3.500M16.500 7l3 3M13.500 10l2 2" />
  </>,
);
export const IconAccount = icon(
  <>
    <circle cx="12" cy="8" r="4" />
    <path d="M4.500 20.500c1-4 4-6 7.500-6s6.500 2 7.500 6" />
  </>,
);
export const IconAdmins = icon(
  <>
    <circle cx="9" cy="8" r="3.500" />
    <path d="M2.500 20c.8-3.800 3.400-5.700 6.500-5.700s5.700 1.900 6.500 5.700M15.500 4.800a3.500 3.500 0 0 1 0 6.400M17.500 14.800c2.100.8 3.500 2.500 4 5.200" />
  </>,
);
export const IconSearch = icon(
  <>
    <circle cx="11" cy="11" r="6.500" />
    <path d="M16 16l4.500 4.500" />
  </>,
);
export const IconSun = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400" />
  </>,
);
export const IconMoon = icon(
  <path d="M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z" />,
);
export const IconAuto = icon(
  <>
    <circle cx="12" cy="12" r="8.500" />
    <path d="M12 3.500v17a8.500 8.500 0 0 0 0-17z" fill="currentColor" />
  </>,
);
export const IconKeyboard = icon(
  <>
    <rect x="2.500" y="6" width="19" height="12" rx="2" />
    <path d="M6.500 10h.01M10 10h.01M14 10h.01M17.500 10h.01M8 14h8" />
  </>,
);
export const IconLogout = icon(<path d="M10 4H5v16h5M15 8l4 4-4 4M19 12H9" />);
export const IconUpload = icon(<path d="M12 15V4M7.500 8.500L12 4l4.500 4.500M4 15v5h16v-5" />);
export const IconDownload = icon(<path d="M12 4v11M7.500 10.500L12 15l4.500-4.500M4 17v3h16v-3" />);
export const IconCopy = icon(
  <>
    <rect x="8" y="8" width="12" height="12" rx="2" />
    <path d="M16 8V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3" />
  </>,
);
export const IconCheck = icon(<path d="M5 12.500l4.500 4.500L19 7.500" />);
export const IconX = icon(<path d="M6 6l12 12M18 6L6 18" />);
export const IconAlert = icon(<path d="M12 4L2.800 20h18.400zM12 10v4.500M12 17.300h.01" />);
export const IconInfo = icon(
  <>
    <circle cx="12" cy="12" r="9" />
    <path d="M12 11v5M12 8h.01" />
  </>,
);
export const IconRefresh = icon(<path d="M20 11a8 8 0 1 0-2 6.300M20 4v7h-7" />);
export const IconPlus = icon(<path d="M12 5v14M5 12h14" />);
export const IconChevronDown = icon(<path d="M6 9l6 6 6-6" />);
export const IconSortUp = icon(<path d="M7 14l5-5 5 5" />);
export const IconSortDown = icon(<path d="M7 10l5 5 5-5" />);
export const IconSort = icon(<path d="M8 9.500L12 5.500l4 4M8 14.500l4 4 4-4" />);
export const IconArrowRight = icon(<path d="M5 12h14M13 6l6 6-6 6" />);
export const IconInbox = icon(<path d="M4 13l3-8h10l3 8v6H4zM4 13h5l1.500 2.500h3L15 13h5" />);
export const IconUndo = icon(
  <path d="M9 6L4 11l5 5M4 11h10a6 6 0 0 1 0 12h-2" transform="translate(0 -2.500)" />,
);
export const IconFile = icon(<path d="M6 3h8l4 4v14H6zM14 3v4h4" />);
export const IconLanguage = icon(
  <>
    <circle cx="12" cy="12" r="9" />
    <path d="M3 12h18M12 3c3 3 3.500 6 3.500 9s-.5 6-3.500 9c-3-3-3.500-6-3.500-9s.5-6 3.500-9z" />
  </>,
);
export const IconTrash = icon(<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5" />);
export const IconFlag = icon(<path d="M6 21V4M6 4h12l-2.500 4.500L18 13H6" />);
export const IconPower = icon(<path d="M12 3v9M7 6.500a8 8 0 1 0 10 0" />);
export const IconPencil = icon(<path d="M4 20l1-4L16.500 4.500l3 3L8 19zM14 7l3 3" />);
