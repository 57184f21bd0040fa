"""The events and kinds of messages that a mini-program may get and that mean nothing here."""

NOTHING_HERE = frozenset(
    """
    subscribe_msg_popup_event subscribe_msg_change_event
    kf_create_session kf_close_session kf_switch_session
    xpay_goods_deliver_notify xpay_coin_pay_notify xpay_refund_notify xpay_complaint_notify
    xpay_subscribe_contract_notify xpay_subscribe_pay_notify xpay_punishment_notify
    minigame_deliver_goods minigame_coin_deliver_completed
    wxa_media_check weapp_audit_success weapp_audit_fail weapp_audit_delay wxa_nickname_audit
    wxa_privacy_apply wxa_illegal_record wxa_appeal_record wxa_category_audit
    user_info_modified user_authorization_revoke user_authorization_cancellation
    trade_manage_remind_access_api trade_manage_remind_shipping trade_manage_order_settlement
    add_express_path add_nearby_poi_audit_info create_map_poi_audit_info get_quota
    charge_service_quota_notify open_product_order_pay view_miniprogram
    """.split()  # noqa: SIM905  (a list of words reads best as words)
)
"""Events that mean nothing here: goods were paid for, a permission was asked for, a version was audited.

What xpay_… events tell of is between the bank's shop and its customer; the chat neither sells nor delivers.
"""

UNUSED_KINDS = frozenset(("transfer_customer_service",))
"""Kinds of messages other than events that mean nothing here."""
