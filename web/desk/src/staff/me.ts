/** Who is signed in, and how one signs in, out, and gets what is still to be done behind one. */

import { Api, ApiError } from "./api.ts";

/** `GET /staff/me`. */
export interface Me {
  readonly account_id: string;
  readonly login: string;
  readonly name: string;
  readonly branch_id: string;
  readonly branch: string;
  readonly roles: readonly string[];
  /** What the roles are called, by role. */
  readonly role_names: Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
  /** Scope by right. */
  readonly rights: Readonly<Record<string, string>>;
  /** What has to be done before anything else: `password`, `totp`. */
  readonly todo: readonly string[];
  readonly has_totp: boolean;
  /** The bank's, by which it counts its days. */
  readonly time_zone: string;
}

/** A new second factor, to be shown to an app. */
export interface NewTotp {
  readonly secret: string;
  readonly uri: string;
}

/** The session of this browser; `me` is undefined until it is known, null for nobody. */
export class Staff {
  me: Me | null | undefined = undefined;
  readonly #listeners = new Set<() => void>();

  constructor(readonly api: Api) {
    api.signedOut = () => this.#set(null);
  }

  /** Calls back after each change, until the result is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether this right is held at all. */
  may(right: string): boolean {
    return this.me?.rights[right] !== undefined;
  }

  /** Today where the bank counts its days, as YYYY-MM-DD; whoever sits elsewhere may have another. */
  today(): string {
    // Swedes write their dates as the house does.
    return new Intl.DateTimeFormat("sv-SE", { timeZone: this.me?.time_zone }).format(new Date());
  }

  /** Finds out who is signed in; throws `ApiError` where the hub cannot be asked. */
  async find(): Promise<void> {
    try {
      this.#set(await this.api.call<Me>("GET", "/staff/me"));
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "not_signed_in") throw error;
      this.#set(null);
    }
  }

  /** Signs in; throws `ApiError` with `wrong_credentials`, `code_needed`, `too_many`. */
  async signIn(login: string, password: string, code: string): Promise<void> {
    const body = { login, password, ...(code ? { code } : {}) };
    this.#set(await this.api.call<Me>("POST", "/staff/session", body));
  }

  /** Ends the session, here and on the hub. */
  async signOut(): Promise<void> {
    await this.api.call("DELETE", "/staff/session");
    this.#set(null);
  }

  /** Changes the password; throws `ApiError` with `weak_password`. */
  async changePassword(password: string, newPassword: string): Promise<void> {
    const body = { password, new_password: newPassword };
    this.#set(await this.api.call<Me>("POST", "/staff/me/password", body));
  }

  /** Makes a new second factor, which holds once its first code came. */
  newTotp(password: string): Promise<NewTotp> {
    return this.api.call<NewTotp>("POST", "/staff/me/totp", { password });
  }

  /** Shows that an app has the second factor. */
  async confirmTotp(code: string): Promise<void> {
    this.#set(await this.api.call<Me>("PUT", "/staff/me/totp", { code }));
  }

  #set(me: Me | null): void {
    this.me = me;
    for (const listener of this.#listeners) listener();
  }
}
