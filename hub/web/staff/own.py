"""The staff's own routes; those of the parts come beside them."""

from hub.web.staff import me, session

OWN_ROUTES = (*session.ROUTES, *me.ROUTES)
