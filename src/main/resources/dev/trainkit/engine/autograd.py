class Functions(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def is_leaf(self: __torch__.Functions,
    tensor: Tensor) -> bool:
    return torch.is_leaf(tensor)
  def requires_grad(self: __torch__.Functions,
    tensor: Tensor) -> bool:
    return ops.prim.requires_grad(tensor)
  def version(self: __torch__.Functions,
    tensor: Tensor) -> int:
    return torch._version(tensor)
  def grad(self: __torch__.Functions,
    output: Tensor,
    inputs: List[Tensor],
    gradient: Tensor) -> List[Optional[Tensor]]:
    gradients = annotate(List[Optional[Tensor]], [gradient])
    return torch.autograd.grad([output], inputs, gradients, True, False, True)
  def reaches(self: __torch__.Functions,
    outputs: List[Tensor],
    inputs: List[Tensor]) -> List[bool]:
    ones = annotate(List[Optional[Tensor]], [])
    for i in range(torch.len(outputs)):
      _0 = torch.append(ones, torch.ones_like(outputs[i]))
    gradients = torch.autograd.grad(outputs, inputs, ones, True, False, True)
    reached = annotate(List[bool], [])
    for i in range(torch.len(gradients)):
      _1 = torch.append(reached, torch.__isnot__(gradients[i], None))
    return reached
