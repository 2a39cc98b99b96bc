export { IpDevicesTab } from './IpDevicesTab';
