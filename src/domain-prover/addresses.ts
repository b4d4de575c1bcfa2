import { BlockList, isIP } from 'node:net';

/* The IANA registries of special-purpose addresses (RFC 6890 and after), and multicast. */

const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/**
 * Everything outside 2000::/3, so loopback, mapped, translated (64:ff9b::/96), unique local, link-local and multicast; and
 * within it the protocol assignments with Teredo, documentation and 6to4, which hides an IPv4 address.
 */
const SPECIAL_IPV6 = ['::/3', '4000::/2', '8000::/1', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const listOf = (family: 'ipv4' | 'ipv6', subnets: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = '', prefix] = subnet.split('/');
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
};

const NOT_PUBLIC = { 4: listOf('ipv4', SPECIAL_IPV4), 6: listOf('ipv6', SPECIAL_IPV6) };

/** Whether an IP address, in its usual spelling, is globally reachable: nobody's loopback, private or reserved range. */
export function isPublicAddress(address: string): boolean {
  if (address.includes('%')) return false;
  switch (isIP(address)) {
    case 4:
      return !NOT_PUBLIC[4].check(address, 'ipv4');
    case 6:
      return !NOT_PUBLIC[6].check(address, 'ipv6');
    default:
      return false;
  }
}
