/** The mark on an opaque ground, as SVG without styles. `size` in pixels. */
export const touchIcon = (size: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="-6 -6 36 36">` +
  '<rect x="-6" y="-6" width="36" height="36" fill="#0b0d10"/>' +
  '<g fill="#eceae4"><path d="M12 1L3.5 10.5H12Z"/><path d="M12 1L20.5 10.5H12Z" opacity=".62"/>' +
  '<path d="M12 23L4.5 13.5H19.5Z" opacity=".3"/></g><path d="M1 12H23" stroke="#eceae4" stroke-width="1.5"/></svg>\n';
