"""The events and kinds of messages that an official account may get, by what they are good for here."""

TAPS = frozenset(("CLICK", "scancode_waitmsg"))

NOTHING_HERE = frozenset(
    """
    ENTER LOCATION VIEW view_miniprogram
    scancode_push pic_sysphoto pic_photo_or_album pic_weixin location_select
    MASSSENDJOBFINISH PUBLISHJOBFINISH
    subscribe_msg_popup_event subscribe_msg_change_event
    kf_create_session kf_close_session kf_switch_session
    qualification_verify_success qualification_verify_fail naming_verify_success naming_verify_fail
    annual_renew verify_expired
    wx_verify_pay_succ wx_verify_dispatch wx_verify_refill wx_verify_fail wx_verify_succ
    user_authorize_invoice update_invoice_status submit_invoice_title
    card_pass_check card_not_pass_check user_get_card user_gifting_card user_del_card user_consume_card
    user_pay_from_pay_cell user_view_card user_enter_session_from_card update_member_card card_sku_remind
    card_pay_order submit_membercard_user_info card_merchant_check_result giftcard_pay_done
    giftcard_user_accept giftcard_send_to_friend
    poi_check_notify apply_merchant_audit_info create_map_poi_audit_info add_store_audit_info
    modify_store_audit_info create_store_audit_info add_nearby_poi_audit_info nearby_category_audit_info
    ShakearoundUserShake ShakearoundLotteryBind WifiConnected merchant_order
    bind unbind subscribe_status unsubscribe_status
    user_scan_product user_scan_product_enter_session user_scan_product_async user_scan_product_verify_action
    subscribe_scan_product
    user_info_modified user_authorization_revoke user_authorization_cancellation
    guide_qrcode_scan_event guide_invite_result_event
    guide_change_notify guide_change_fans_notify guide_follow_customer
    wxa_media_check weapp_audit_success weapp_audit_fail weapp_audit_delay wxa_nickname_audit
    wxa_privacy_apply wxa_illegal_record wxa_appeal_record
    open_product_spu_audit product_spu_listing open_order_pay
    trade_manage_remind_access_api trade_manage_remind_shipping trade_manage_order_settlement
    templatesendjobfinish_fail finder_msg finder_msg_send
    charge_service_quota_notify vip_change
    """.split()  # noqa: SIM905  (a list of words reads best as words)
)
"""Events that mean nothing here: a page was opened, a picture follows as a message, an invoice was asked for.

The camera and the map of a menu send messages of their own. Where a customer is (LOCATION, every five
seconds) is nothing that a bank needs to know.
"""

UNUSED_KINDS = frozenset(("device_text", "device_event", "hardware", "transfer_customer_service"))
"""Kinds of messages other than events that mean nothing here."""

UPPER = {"scan": "SCAN", "click": "CLICK", "view": "VIEW", "location": "LOCATION"}
"""Older documents write some events in other letters."""
