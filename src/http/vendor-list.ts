import type { RfpFault } from '../render/rfp-page.tsx';
import { MAX_VENDOR_TEXT, MAX_VENDORS } from './schemas/procurement.ts';

/** A list as people paste it, read; or why it is none. */
export type VendorList = { readonly vendors: readonly string[] } | { readonly fault: RfpFault };

/** One vendor a line, or separated by commas, semicolons or tabs; each once, empty ones left out. */
export function readVendorList(text: string): VendorList {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what no name contains is no part of one
  const parts = text.split(/[\r\n,;\t]+/).map((part) => part.replace(/[\u0000-\u001f\u007f]/g, '').trim());
  const vendors = [...new Set(parts.filter((part) => part !== ''))];
  if (vendors.length === 0) return { fault: 'none' };
  if (vendors.length > MAX_VENDORS) return { fault: 'too_many' };
  return vendors.some((vendor) => vendor.length > MAX_VENDOR_TEXT) ? { fault: 'too_long' } : { vendors };
}
