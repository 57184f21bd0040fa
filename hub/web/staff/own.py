"""The staff's own routes; those of the parts come beside them."""

from hub.web.staff import accounts, audit, branches, me, oidc, passkeys, roles, session, teams, waiting

OWN_ROUTES = (
    *session.ROUTES,
    *me.ROUTES,
    *passkeys.ROUTES,
    *oidc.ROUTES,
    *accounts.ROUTES,
    *branches.ROUTES,
    *teams.ROUTES,
    *roles.ROUTES,
    *audit.ROUTES,
    *waiting.ROUTES,
)
