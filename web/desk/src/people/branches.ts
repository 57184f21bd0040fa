/** Defines <yq-branches>: head office, branches and sub-branches as a tree. */

import { html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { branchField } from "./fields.ts";
import { type Branch, inTree, type Placed } from "./model.ts";
import { field, PeoplePage } from "./page.ts";

/** What is in the sheet: a branch that is there, or one to be made below `parent`. */
type Open = { readonly branch: Branch } | { readonly parent: string };

export class YqBranches extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    branches: { state: true },
    open: { state: true },
  };

  declare branches: readonly Branch[];
  declare open: Open | null;

  constructor() {
    super();
    this.branches = [];
    this.open = null;
  }

  override render(): TemplateResult {
    const { say, language, open } = this;
    return html`<div class="bar">
        ${
          this.#changes && this.branches.length
            ? html`<button class="primary" data-testid="new-branch" @click=${() => this.#show({ parent: "" })}>
              ${say("newBranch")}
            </button>`
            : nothing
        }
      </div>
      ${open ? nothing : this.told()} ${this.branches.length ? this.#tree() : this.nothingHere(say("noBranches"))}
      ${
        open
          ? html`<yq-sheet
            .heading=${say("branch" in open ? "changeBranch" : "newBranch")}
            .language=${language}
            @gone=${() => this.#show(null)}
            >${this.#form(open)}</yq-sheet
          >`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    this.branches = (await this.api.call<{ branches: Branch[] }>("GET", "/staff/branches")).branches;
  }

  get #changes(): boolean {
    return this.staff.may("branches.change");
  }

  #show(what: Open | null): void {
    this.trouble = this.done = "";
    this.open = what;
  }

  #tree(): TemplateResult {
    const { say } = this;
    return html`<table class="tree" data-testid="branches">
      <thead>
        <tr>
          <th scope="col">${say("branchName")}</th>
          ${this.#changes ? html`<th scope="col"><span class="hidden">${say("branchBelow")}</span></th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${inTree(this.branches).map((branch) => this.#row(branch))}
      </tbody>
    </table>`;
  }

  #row(branch: Placed): TemplateResult {
    const { say } = this;
    const place = `--depth: ${branch.depth}`;
    if (!this.#changes) return html`<tr data-testid="branch"><td .style=${place}>${branch.name}</td></tr>`;
    return html`<tr data-testid="branch">
      <td .style=${place}>
        <button class="open" data-branch=${branch.branch_id} @click=${() => this.#show({ branch })}>
          ${branch.name}
        </button>
      </td>
      <td>
        <button
          class="open"
          aria-label="${say("branchBelow")} ${branch.name}"
          @click=${() => this.#show({ parent: branch.branch_id })}
        >
          ${say("branchBelow")}
        </button>
      </td>
    </tr>`;
  }

  #form(open: Open): TemplateResult {
    const { say } = this;
    const branch = "branch" in open ? open.branch : null;
    const parent = "branch" in open ? (open.branch.parent ?? "") : open.parent;
    return html`<form @submit=${(event: SubmitEvent) => this.#save(event, branch)} data-testid="branch-form">
      <label>
        ${say("branchName")}<input name="name" required maxlength="100" .defaultValue=${branch?.name ?? ""} />
      </label>
      ${branch?.parent === null ? nothing : branchField("parent_id", say("upperBranch"), this.branches, parent, say)}
      ${this.told()}
      <div class="row"><button class="primary" ?disabled=${this.busy} data-testid="save">${say("save")}</button></div>
    </form>`;
  }

  async #save(event: SubmitEvent, branch: Branch | null): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const body = { name: field(form, "name"), parent_id: field(form, "parent_id") };
    const saved = await this.attempt(
      async () => {
        if (branch) {
          const moved = body.parent_id && body.parent_id !== branch.parent;
          await this.api.call(
            "PATCH",
            `/staff/branches/${branch.branch_id}`,
            moved ? body : { name: body.name },
          );
        } else await this.api.call("POST", "/staff/branches", body);
        await this.load();
      },
      { conflict: "faultTree" },
    );
    if (!saved) return;
    this.#show(null);
    this.done = this.say("saved");
  }
}

customElements.define("yq-branches", YqBranches);
