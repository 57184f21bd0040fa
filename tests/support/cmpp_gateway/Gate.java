// A CMPP gateway for tests, on com.chinamobile.cmos:sms-core (Apache-2.0): another's reading of the protocol.
// Answers submits and sends a DELIVRD report for each part. A line "MO <number> <text>" on stdin is a customer's
// message. What it took it tells on stdout.
import com.zx.sms.connect.manager.*;
import com.zx.sms.connect.manager.cmpp.*;
import com.zx.sms.handler.api.*;
import com.zx.sms.codec.cmpp.msg.*;
import com.zx.sms.session.cmpp.SessionState;
import io.netty.channel.*;
import java.io.*;
import java.nio.charset.Charset;
import java.util.*;

public class Gate {
  static volatile Channel last;

  public static class Handler extends AbstractBusinessHandler {
    public String name() { return "Handler"; }

    public Handler clone() {
      try { return (Handler) super.clone(); } catch (CloneNotSupportedException e) { throw new RuntimeException(e); }
    }

    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
      if (event == SessionState.Connect) {
        last = ctx.channel();
        System.out.println("CONNECTED");
        System.out.flush();
      }
      ctx.fireUserEventTriggered(event);
    }

    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (!(message instanceof CmppSubmitRequestMessage)) return;
      CmppSubmitRequestMessage submit = (CmppSubmitRequestMessage) message;
      System.out.println("SUBMIT " + submit.getDestterminalId()[0] + " " + submit.getMsgContent().replace("\n", "\\n"));
      System.out.flush();
      List<CmppSubmitRequestMessage> parts = new ArrayList<>();
      parts.add(submit);
      if (submit.getFragments() != null) parts.addAll(submit.getFragments());
      for (CmppSubmitRequestMessage part : parts) {
        CmppSubmitResponseMessage answer = new CmppSubmitResponseMessage(part.getHeader().getSequenceId());
        answer.setResult(0);
        ctx.channel().writeAndFlush(answer);
        CmppReportRequestMessage report = new CmppReportRequestMessage();
        report.setDestterminalId(submit.getDestterminalId()[0]);
        report.setMsgId(answer.getMsgId());
        report.setSubmitTime("2611281520");
        report.setDoneTime("2611281521");
        report.setStat("DELIVRD");
        report.setSmscSequence(0);
        CmppDeliverRequestMessage deliver = new CmppDeliverRequestMessage();
        deliver.setDestId(submit.getSrcId());
        deliver.setSrcterminalId(submit.getDestterminalId()[0]);
        deliver.setReportRequestMessage(report);
        ctx.channel().writeAndFlush(deliver);
      }
    }
  }

  static CMPPServerChildEndpointEntity account(short version, String user, String secret) {
    CMPPServerChildEndpointEntity child = new CMPPServerChildEndpointEntity();
    child.setId("c" + version);
    child.setChartset(Charset.forName("utf-8"));
    child.setGroupName("test");
    child.setUserName(user);
    child.setPassword(secret);
    child.setValid(true);
    child.setVersion(version);
    child.setMaxChannels((short) 5);
    child.setRetryWaitTimeSec((short) 30);
    child.setMaxRetryCnt((short) 3);
    child.setReSendFailMsg(false);
    List<BusinessHandlerInterface> handlers = new ArrayList<>();
    handlers.add(new Handler());
    child.setBusinessHandlerSet(handlers);
    return child;
  }

  public static void main(String[] args) throws Exception {
    CMPPServerEndpointEntity server = new CMPPServerEndpointEntity();
    server.setId("server");
    server.setHost("127.0.0.1");
    server.setPort(Integer.parseInt(args[0]));
    server.setValid(true);
    server.setUseSSL(false);
    server.addchild(account((short) 0x20, "901782", args[1]));
    server.addchild(account((short) 0x30, "901783", args[1]));
    EndpointManager.INS.addEndpointEntity(server);
    EndpointManager.INS.openAll();
    System.out.println("listening");
    System.out.flush();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "utf-8"));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 3);
      CmppDeliverRequestMessage deliver = new CmppDeliverRequestMessage();
      deliver.setDestId("10695599");
      deliver.setSrcterminalId(words[1]);
      deliver.setMsgContent(words[2]);
      last.writeAndFlush(deliver);
    }
    System.exit(0);
  }
}
