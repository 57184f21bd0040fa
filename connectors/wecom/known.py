"""The events and kinds of messages that an application may get, by what they are good for here."""

TAPS = frozenset(("click", "scancode_waitmsg", "taskcard_click", "template_card_menu_event"))

CARD = "template_card_event"

NOTHING_HERE = frozenset(
    """
    LOCATION view view_miniprogram scancode_push pic_sysphoto pic_photo_or_album pic_weixin location_select
    batch_job_result change_contact
    open_approval_change sys_approval_change
    share_agent_change share_chain_change
    inactive_alert close_inactive_agent reopen_inactive_agent low_active_alert low_active active_restored
    change_external_contact change_external_chat change_external_tag
    kf_msg_or_event kf_account_auth_change
    living_status_change msgaudit_notify
    add_calendar modify_calendar delete_calendar add_schedule modify_schedule delete_schedule
    respond_schedule
    book_meeting_room cancel_meeting_room
    doc_change smart_sheet_change
    wedrive_insufficient_capacity wedrive_space_change wedrive_file_change
    upload_media_job_finish customer_acquisition
    """.split()  # noqa: SIM905  (a list of words reads best as words)
)
"""Events that mean nothing here: a page was opened, a picture follows as a message, a calendar has changed.

Where a member is (LOCATION, each time they open the application) is nothing that a bank needs to know.
"""

UPPER = {"CLICK": "click", "VIEW": "view", "location": "LOCATION"}
"""Older documents write some events in other letters."""
