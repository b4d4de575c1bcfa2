/** The same page, chosen otherwise: `name` replaced or added in the query, everything else kept. */
export function withParameter(path: string, name: string, value: string): string {
  const [before = '', query = ''] = path.split('?', 2);
  const rest = query.split('&').filter((pair) => pair !== '' && pair.split('=', 1)[0] !== name);
  return `${before}?${[...rest, `${name}=${value}`].join('&')}`;
}
