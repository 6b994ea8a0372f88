/** What a page of `/admin` is, so that each page is a file and the frame around them knows none of them. */

import type { Markup } from '../site/markup.ts'
import type { AdminLanguage } from './words.ts'

export const roles = ['secretariat', 'editor', 'ngo', 'admin'] as const
export type Role = (typeof roles)[number]

/** Who looks; handed over by the frame once the session is proven. */
export interface Viewer {
  readonly account: string
  readonly role: Role
  /** Code of the organisation, for the role `ngo`. */
  readonly organisation?: string
}

export interface ViewRequest {
  readonly viewer: Viewer
  readonly language: AdminLanguage
  /** Named parts of the path. */
  readonly params: Readonly<Record<string, string>>
  /** Filters live here; each view parses its own with a schema. */
  readonly query: Readonly<Record<string, string>>
  /** Fields of a posted form, only for `post`. */
  readonly form: Readonly<Record<string, string>>
  /** To be put into every form: `<input type="hidden" name="csrf" value="…">`. */
  readonly csrf: string
}

export type ViewResult =
  | { readonly kind: 'page'; readonly title: string; readonly body: Markup; readonly status?: number }
  /** A file: an export, a PDF, a picture. */
  | { readonly kind: 'file'; readonly name: string; readonly type: string; readonly bytes: string | Uint8Array }
  | { readonly kind: 'redirect'; readonly to: string }
  /** Bad input: a clear page with the right status, nothing leaked. `says` is a key of the words. */
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 404; readonly says: string }

export interface AdminView {
  /** Below `/admin`, for example `/topic/:id`. */
  readonly path: string
  readonly method: 'get' | 'post'
  readonly roles: readonly Role[]
  /** Key of the words of its entry in the navigation; absent where it has none. */
  readonly nav?: string
  /** Written to the audit trail with the account and the hour: what was looked at or exported; closed words only. */
  readonly audit?: string
  answer(request: ViewRequest): Promise<ViewResult>
}
