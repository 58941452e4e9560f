"""What NumPy's functions on arrays give: creation, shapes, positions and masks, joining, splitting.

Each case is a text of statements separated by `; `, and what Python's repr shows of the last one; an
error is `!` and the names of its classes, most special first.
"""

import warnings

import numpy as np

import golden

warnings.simplefilter("ignore")

CASES = r"""
np.take([1,2,3],[10])
np.take(np.arange(12).reshape(3,4),[10],axis=1)
np.take([1,2,3],[1.0])
np.take([1,2,3],np.array([1],'u8'))
np.take([1,2,3],[True])
np.take([],[0])
np.take([],[0],mode='wrap')
np.take(np.zeros((0,3)),[],axis=0)
np.take([],[])
np.take(5,[0])
np.take(5,0)
np.take(5,0,axis=0)
np.take([1,2],[0],mode='foo')
np.take([1,2],[0],mode=1)
np.take([1,2,3],[0,1],out=np.zeros(2,'f4'))
np.take([1,2,3],[0,1],out=np.zeros(3,'i8'))
np.take([1,2,3],[0,1],out=np.zeros(2,'i4'))
x = np.arange(3); np.put(x,[5],1); x
x = np.arange(3); np.put(x,[1.5],1); x
x = np.arange(3); np.put(x,[0],[1.5]); x
x = np.arange(3); np.put(x,[0],300); x
x = np.arange(3,dtype='i1'); np.put(x,[0],300); x
x = np.arange(0); np.put(x,[0],3); x
x = np.arange(0); np.put(x,[],3); x
x = np.arange(3); np.put(x,[0],[]); x
x = np.arange(3); np.put(x,[0],'a'); x
x = np.arange(3); np.put(x,[7],[]); x
np.choose([0,1],[np.float32([1,2]), 1.5])
np.choose([0,1],[np.float32([1,2]), np.array(1.5)])
np.choose([0,3],[1,2])
np.choose([0,3],[1,2],mode='wrap')
np.choose([0,-3],[1,2],mode='clip')
np.choose([0.0,1],[1,2])
np.choose([0],[])
np.choose(0,[1,2])
np.choose([0,1],[[1,2],[3,4,5]])
np.choose([True,False],[[1,2],[3,4]])
np.choose([0,1],np.array([[1,2],[3,4]]))
np.compress([[True]],[1,2])
np.compress([0,1,1],[1,2])
np.compress([0,1],a,axis=0)
np.compress([0,1],a)
np.compress(['a',''],[1,2])
np.compress([1.5,0],[1,2])
np.compress(True,[1,2])
np.extract([1,0,1],[1,2,3])
np.extract([1,0,1,1],[1,2,3])
np.nonzero(np.array(['',' ','a','0',' a']))
np.nonzero(np.array([b'',b' ',b'a',b'0']))
np.nonzero(np.array(['NaT',0,1],'M8[s]'))
np.nonzero(np.array([(0,0.0),(1,0)],'i4,f4'))
np.nonzero(5)
np.argwhere(5)
np.argwhere(np.array(0))
np.argwhere(np.arange(12).reshape(3,4)>9)
np.flatnonzero(5)
np.nonzero(np.arange(12).reshape(3,4))[0].strides
np.diagonal([1,2])
np.diagonal(np.arange(12).reshape(3,4),0,0,0)
np.diagonal(np.arange(12).reshape(3,4),5)
np.diagonal(np.arange(12).reshape(3,4),-5)
np.diagonal(np.arange(12).reshape(3,4),0,5,0)
x = np.arange(3); np.place(x,[1,1,1],[]); x
x = np.arange(3); np.place(x,[0,0,0],[]); x
x = np.arange(3); np.place(x,[1,1],[5]); x
x = np.arange(3); np.place(x,[1,1,1],[1.5]); x
x = np.arange(3); np.putmask(x,[1,1],[5]); x
x = np.arange(3); np.putmask(x,[1,1,1],[]); x
x = np.arange(3); np.putmask(x,[1,1,1],[1.5]); x
x = np.arange(3); np.putmask(x,[1,1,1],'a'); x
np.select([[True,False]],[[1,2]],5)
np.select([[1,0]],[[1,2]],5)
np.select([],[])
np.select([[True]],[[1],[2]])
np.select([True,False],[1,2])
np.select([np.array([True,False])],[np.float32([1,2])],1.5)
np.select([np.array([True,False])],[np.float32([1,2])],np.float64(1.5))
np.select([np.array([True,False])],[1.5])
np.take_along_axis(np.arange(12).reshape(3,4),np.array([[0,1]]),1)
np.take_along_axis(np.arange(12).reshape(3,4),np.array([[0,1,0,1]]),0)
np.take_along_axis(np.arange(12).reshape(3,4),np.array([[9]]),1)
np.take_along_axis(np.arange(12).reshape(3,4),np.array([0]),1)
np.take_along_axis(np.arange(12).reshape(3,4),np.array([[0.]]),1)
np.take_along_axis(np.arange(12).reshape(3,4),np.array([[0]]),None)
np.take_along_axis(np.arange(12).reshape(3,4),np.array([5]),None)
np.take_along_axis(np.arange(12).reshape(3,4),np.array([[True]]),1)
np.take_along_axis(np.arange(12).reshape(3,4),np.array([[0],[1]]),1)
x = np.arange(12).reshape(3,4); np.put_along_axis(x,np.array([[0],[1]]),5,1); x
x = np.arange(12).reshape(3,4); np.put_along_axis(x,np.array([[0],[1],[2]]),5,1); x
x = np.arange(12).reshape(3,4); np.put_along_axis(x,np.array([0]),5,None); x
x = np.zeros(3); np.fill_diagonal(x,1); x
x = np.zeros((3,2,3)); np.fill_diagonal(x,1); x
x = np.zeros((3,3),int); np.fill_diagonal(x,1.5); x
x = np.zeros((3,3),int); np.fill_diagonal(x,[]); x
x = np.zeros((3,3),'i1'); np.fill_diagonal(x,300); x
np.diag_indices(3)
np.diag_indices(-1)
np.diag_indices(3,0)
np.diag_indices_from(np.zeros(3))
np.diag_indices_from(np.zeros((3,2)))
np.tril_indices(2,k=1,m=3)
np.tril_indices(3,-1)
np.triu_indices(3,1,4)
np.tril_indices_from(np.zeros(3))
np.mask_indices(3,np.triu)
np.mask_indices(3,np.triu,1)
np.unravel_index(22,(3,4))
np.unravel_index(-1,(3,4))
np.unravel_index([1,2],(3,4),order='F')
np.unravel_index(1.5,(3,4))
np.unravel_index([],(3,4))
np.unravel_index(np.array([]),(3,4))
np.unravel_index(1,())
np.unravel_index(0,())
np.unravel_index([0],())
np.unravel_index(1,5)
np.unravel_index(0,(0,2))
np.unravel_index([1],(2**40,2**40))
np.unravel_index(1,(3,4),'K')
np.unravel_index(np.array([1,2],'u8'),(3,4))
np.ravel_multi_index((1,2),(3,4))
np.ravel_multi_index(([1,0],2),(3,4))
np.ravel_multi_index((1,5),(3,4))
np.ravel_multi_index((1,5),(3,4),mode='wrap')
np.ravel_multi_index((-9,5),(3,4),mode=('clip','wrap'))
np.ravel_multi_index((1,5),(3,4),mode=('clip',))
np.ravel_multi_index((1,),(3,4))
np.ravel_multi_index((1.0,1),(3,4))
np.ravel_multi_index(np.array([[1,2],[0,1]]),(3,4))
np.ravel_multi_index(((1,2),(0,1,2)),(3,4))
np.ravel_multi_index((1,2),(3,4),order='F')
np.ravel_multi_index((0,0),(2**40,2**40))
np.ravel_multi_index((),())
np.ravel_multi_index(([],[]),(3,4))
np.ndindex(-1)
x = np.zeros(3,int); np.copyto(x,1.5); x
x = np.zeros(3,'i1'); np.copyto(x,300); x
x = np.zeros(3,'f4'); np.copyto(x,np.zeros(2)); x
x = np.zeros(3,int); np.copyto(x,1.5,casting='unsafe'); x
x = np.zeros(3,'u1'); np.copyto(x,1); x
x = np.zeros(3,int); np.copyto(x,1,where=[1,0,1]); x
x = np.zeros(3,int); np.copyto(x,1,where=[True,False]); x
x = np.zeros((2,3),int); np.copyto(x,np.zeros((1,1,2,3))); x
np.where([1,0],[1,2],[3.5,4])
np.where([1,0],np.float32(1),3.5)
np.where([1,0],1,3.5)
np.where([1,0],np.int8(1),300)
np.where([1,0],np.array([1],'i1'),30)
np.where([1,0],1)
np.where([1,0])
np.where(True,1,2)
np.where(5)
np.where(['a',''],1,2)
np.where([1,0],[1,2],[1,2,3])
np.where([1,0],'a','bcd')
np.where([1,0],x=1,y=2)
np.arange(5,dtype='i1')
np.arange(300,dtype='i1')
np.arange(127,300,dtype='i1')
np.arange(0,200,100,dtype='i1')
np.arange(0,1,0.1)
np.arange(0,1,0.1)[3]
np.arange(0.5,3,dtype='i4')
np.arange(0,3,0.5,dtype='i4')
np.arange(3,0,-1)
np.arange(3,0)
np.arange(0,3,0)
np.arange(0,10,2.5,dtype='f4')
np.arange(0,10,2.5,dtype='c8')
np.arange(1j,3)
np.arange(3,dtype=bool)
np.arange(2,dtype=bool)
np.arange(0,2,dtype=bool)
np.arange(1,2,dtype=bool)
np.arange(3,dtype='S1')
np.arange(3,dtype='U1')
np.arange(3,dtype='M8[D]')
np.arange(1,4,dtype='M8[D]')
np.arange('2020-01','2020-03',dtype='M8[D]')
np.arange(np.datetime64('2020-01'),np.datetime64('2020-05'))
np.arange(np.datetime64('2020-01-01'),np.datetime64('2020-01-05'),np.timedelta64(2,'D'))
np.arange(np.datetime64('2020-01-01'),np.datetime64('2020-01-05'),2)
np.arange(np.datetime64('2020-01-01'),5)
np.arange(np.timedelta64(5,'s'))
np.arange(np.timedelta64(5,'s'),np.timedelta64(1,'m'),np.timedelta64(20,'s'))
np.arange(np.datetime64('2020-01-01'))
np.arange(0,3,dtype='m8[s]')
np.arange(2**63,2**63+3)
np.arange(np.uint8(3))
np.arange(np.int8(3),np.float32(5))
np.arange(5.0)
np.arange(np.float32(5))
np.arange(True)
np.arange(0,1e20)
np.arange(0,np.nan)
np.arange(0,np.inf)
np.arange(None)
np.arange()
np.arange(stop=3)
np.arange(start=3)
np.arange(1,stop=3)
np.arange(0,3,None)
np.arange(3,None)
np.arange(3,dtype='>i4')
np.arange(3,dtype='V4')
np.arange(3,dtype='f2')
np.arange(5000,dtype='f2')[2049:2053]
np.arange(0,1,0.1,dtype='f2')
np.arange(3,dtype='i4,f4')
np.arange([3])
np.arange([3,4])
np.arange('a')
np.linspace(0,1,5)
np.linspace(0,1,5,endpoint=False,retstep=True)
np.linspace(0,1,1,retstep=True)
np.linspace(0,1,0,retstep=True)
np.linspace(0,1,1,endpoint=False,retstep=True)
np.linspace(0,10,5,dtype=int)
np.linspace(-1.5,1.5,4,dtype=int)
np.linspace([0,1],[1,2],3)
np.linspace([0,1],[1,2],3,axis=1)
np.linspace(0,[1,2],3,axis=-1)
np.linspace(0,[1,2],3,retstep=True)
np.linspace(1j,2,3)
np.linspace(0,1,-1)
np.linspace(0,1,2.5)
np.linspace(0,1,3,dtype='f4')
np.linspace(np.float32(0),np.float32(1),3)
np.linspace(np.float16(0),1,3)
np.linspace(0,0,3)
np.linspace(5e-324,0,3)
np.linspace(0,1,3,axis=2)
np.linspace(3,1,3,dtype='u1')
np.linspace(np.inf,1,3)
np.linspace(0,1,3,dtype='M8[s]')
np.linspace(True,False,3)
np.linspace('a',2,3)
np.logspace(0,2,5)
np.logspace(0,2,5,base=2)
np.logspace(0,2,5,dtype=int)
np.logspace([0,1],[2,3],3)
np.logspace(0,2,3,base=[2,3])
np.logspace(0,2,3,base=[2,3],axis=-1)
np.logspace(0,1j,3)
np.geomspace(1,1000,4)
np.geomspace(1,256,9,dtype=int)
np.geomspace(1,256,9)
np.geomspace(-1,-1000,4)
np.geomspace(0,1,4)
np.geomspace(1,-1,4)
np.geomspace(1j,1000j,4)
np.geomspace(-1,1,5,dtype=complex)
np.geomspace([1,2],[10,20],3)
np.geomspace([1,2],[10,20],3,axis=1)
np.geomspace(1,1000,3,endpoint=False)
np.geomspace(1,10,1)
np.geomspace(1,10,0)
np.geomspace(np.float32(1),np.float32(10),3)
np.eye(2,3,1)
np.eye(3,k=-5)
np.eye(2,dtype='S1')
np.eye(-1)
np.eye(2,dtype='U3')
np.eye(2,dtype='M8[s]')
np.identity(2,dtype='i1')
np.tri(3,4,1)
np.tri(3,dtype=bool)
np.tri(-1)
np.tril([1,2,3])
np.tril(np.arange(12).reshape(3,4),1)
np.tril(np.arange(12).reshape(2,2,3))
np.triu(np.array(['a','b']))
np.diag([1,2],1)
np.diag([[1,2],[3,4]])
np.diag(5)
np.diag(np.zeros((2,2,2)))
np.diagflat([[1,2],[3,4]])
np.diagflat(5,1)
np.diagflat([1,2],-1)
np.diag(['a','b'])
np.vander([1,2,3])
np.vander([1,2,3],2,True)
np.vander([1.5,2],0)
np.vander([[1,2]])
np.vander([True,False],3)
np.vander(np.array([1,2],'i1'),9)
np.vander(np.array([200],'u1'),3)
np.vander([1,2],-1)
np.full((2,),5)
np.full(2,[1,2])
np.full(2,[1,2,3])
np.full(2,'abc')
np.full(2,1.5,dtype=int)
np.full(2,300,dtype='i1')
np.full(2,np.nan)
np.full((),5)
np.full(2,1j)
np.full_like([1,2],1.5)
np.full_like(np.zeros(2),1,shape=(3,))
np.zeros_like([1,2],dtype='f4')
np.ones(2,dtype='S2')
np.ones(2,dtype='M8[s]')
np.ones(2,dtype='i4,f4')
np.ones(2,dtype='U3')
np.ones_like(np.zeros((2,2),order='F')).strides
np.zeros_like(np.zeros((2,3,4)).transpose(1,2,0)).strides
np.empty_like(np.zeros(3),shape=(2,2),order='F').strides
np.zeros(-1)
np.zeros((2,-1))
np.zeros(2.5)
np.zeros('a')
np.zeros((2**40,2**40))
np.zeros(2,dtype='(2,)f4')
np.zeros(2,order='K')
np.zeros(2,order='A')
np.full(2,1,dtype=None)
np.ones(())
np.empty(0)
np.concatenate([])
np.concatenate([[1],[2.5]])
np.concatenate([1,2])
np.concatenate([[1],[[2]]])
np.concatenate([[[1]],[[2,3]]])
np.concatenate([[[1]],[[2,3]]],axis=1)
np.concatenate([[[1]],[[2,3]]],axis=None)
np.concatenate([1,[2,3]],axis=None)
np.concatenate([[1],[2]],axis=3)
np.concatenate([[1],[2]],dtype='f4')
np.concatenate([[1.5],[2]],dtype='i4')
np.concatenate([[1.5],[2]],dtype='i4',casting='unsafe')
np.concatenate([[1],[2]],out=np.zeros(2))
np.concatenate([[1],[2]],out=np.zeros(3))
np.concatenate([[1.5],[2]],out=np.zeros(2,int))
np.concatenate([[1],[2]],out=np.zeros(2),dtype='f4')
np.concatenate([np.array([1],'i1'),np.array([2],'u1')])
np.concatenate([['a'],['bcd']])
np.concatenate([[1],['bcd']])
np.concatenate([np.zeros((2,2),order='F'),np.zeros((2,2),order='F')]).strides
np.concatenate(5)
np.concatenate(np.zeros((2,3)))
np.concatenate([np.array([1],'M8[s]'),np.array([1],'M8[D]')])
np.concatenate([np.zeros((0,2)),np.zeros((3,2))])
np.concatenate([np.zeros((0,)),np.zeros((3,2))])
np.stack([[1,2],[3,4]],axis=1)
np.stack([])
np.stack([[1,2],[3]])
np.stack([1,2])
np.stack([[1,2],[3,4]],axis=3)
np.stack([[1],[2]],dtype='f4')
np.vstack([1,2])
np.vstack([[1,2],[3,4]])
np.hstack([1,[2]])
np.hstack([])
np.dstack([[1,2],[3,4]])
np.dstack([1,2])
np.column_stack([[1,2],[3,4]])
np.column_stack([1,[[2,3]]])
np.row_stack([[1,2],[3,4]])
np.vstack(np.array([1,2]))
np.vstack(([1,2],[3,4]),dtype='f4',casting='same_kind')
np.block([[1,2],[3,4]])
np.block([np.ones((2,2)),np.zeros((2,1))])
np.block([[np.ones((2,2)),np.zeros((2,1))],[np.zeros((1,2)),5]])
np.block(5)
np.block([])
np.block([[1],2])
np.block([[],[1]])
np.block((1,2))
np.block([[[1]],[[2]]])
np.unstack([[1,2],[3,4]])
np.unstack([[1,2],[3,4]],axis=1)
np.unstack(5)
np.split(np.arange(9),3)
np.split(np.arange(8),3)
np.split(np.arange(8),[3,5,6,10])
np.array_split(np.arange(8),3)
np.array_split(np.arange(8),0)
np.array_split(np.arange(8),-1)
np.array_split([1,2],4)
np.array_split(np.arange(8),[2,1])
np.hsplit(np.arange(4),2)
np.hsplit(5,2)
np.vsplit(np.arange(4),2)
np.dsplit(np.zeros((2,2)),2)
np.dsplit(np.zeros((1,1,2)),2)
np.hsplit(np.arange(16).reshape(4,4),[3,6])
np.append([1,2],[[3]])
np.append([[1,2]],[[3,4]],axis=0)
np.append([[1,2]],[3,4],axis=0)
np.insert([1,2,3],1,5)
np.insert([1,2,3],[1,1],[5,6])
np.insert([1,2,3],[3,0],[5,6])
np.insert([1,2,3],5,1)
np.insert([1,2,3],[5],1)
np.insert([1,2,3],-1,9)
np.insert([[1,2],[3,4]],1,5)
np.insert([[1,2],[3,4]],1,5,axis=1)
np.insert([[1,2],[3,4]],1,[5,6],axis=1)
np.insert([[1,2],[3,4]],[1],[[5],[6]],axis=1)
np.insert([[1,2],[3,4]],[0,1],[5,6],axis=0)
np.insert([1,2,3],np.s_[0:2],7)
np.insert([1,2,3],[],7)
np.insert([1,2,3],1,2.7)
np.insert([1,2,3],1,[7,8,9])
np.insert([1,2,3],[0,1],[7,8,9])
np.insert(5,0,1)
np.insert(5,0,1,axis=0)
np.insert([[1,2],[3,4]],1,5,axis=2)
np.delete([1,2,3],1)
np.delete([1,2,3],[0,0,-1])
np.delete([1,2,3],5)
np.delete([1,2,3],[5])
np.delete([1,2,3],-4)
np.delete([[1,2],[3,4]],0,axis=1)
np.delete([[1,2],[3,4]],np.s_[::2],axis=0)
np.delete([1,2,3,4],np.s_[3:0:-2])
np.delete([1,2,3],[True,False,True])
np.delete([1,2,3],[True,False])
np.delete([1,2,3],True)
np.delete([1,2,3],[])
np.delete([1,2,3],[1.0])
np.delete([1,2,3],1.0)
np.delete(5,0)
np.delete([1,2,3],np.array([],int))
np.repeat(3,4)
np.repeat([1,2],[1,2])
np.repeat([[1,2],[3,4]],2)
np.repeat([[1,2],[3,4]],2,axis=1)
np.repeat([[1,2],[3,4]],[1,2],axis=0)
np.repeat([1,2],-1)
np.repeat([1,2],[1,-2])
np.repeat([1,2],[1,2,3])
np.repeat([1,2],1.5)
np.repeat([1,2],[1.0,2.0])
np.repeat([1,2],[[1,2]])
np.repeat([1,2,3],[2])
np.repeat([1,2],2,axis=1)
np.repeat([],[])
np.tile([1,2],2)
np.tile([1,2],(2,2))
np.tile([[1,2]],(2,))
np.tile(5,3)
np.tile([1,2],())
np.tile([1,2],0)
np.tile([1,2],(2,0))
np.tile([1,2],-1)
np.tile([1,2],1.5)
np.roll([1,2,3],1)
np.roll([[1,2],[3,4]],1)
np.roll([[1,2],[3,4]],1,axis=0)
np.roll([[1,2],[3,4]],(1,1),axis=(0,1))
np.roll([[1,2],[3,4]],(1,1),axis=(1,1))
np.roll([1,2,3],-10)
np.roll([[1,2],[3,4]],1,axis=2)
np.roll([1,2,3],(1,2))
np.roll([1,2,3],(1,2),axis=0)
np.roll([[1,2,3],[4,5,6]],1,axis=(0,1))
np.roll([1,2],(1,2),axis=(0,0,0))
np.roll([],1)
np.roll([1,2,3],1.5)
np.flip([1,2])
np.flip([[1,2],[3,4]],axis=(0,1))
np.flip([[1,2],[3,4]],axis=1)
np.flip(5)
np.flip([1],axis=(0,0))
np.fliplr([1,2])
np.flipud(5)
np.rot90([[1,2],[3,4]])
np.rot90([[1,2],[3,4]],-1)
np.rot90([[1,2],[3,4]],2)
np.rot90([1,2])
np.rot90([[1,2],[3,4]],axes=(1,0))
np.rot90([[1,2],[3,4]],axes=(1,1))
np.rot90([[1,2],[3,4]],axes=(1,5))
np.rot90([[1,2],[3,4]],axes=(1,0,2))
np.rot90([[1,2],[3,4]],4)
np.trim_zeros([0,1,0,2,0])
np.trim_zeros([0,1,0,2,0],'f')
np.trim_zeros([0,1,0,2,0],'b')
np.trim_zeros([0,0])
np.trim_zeros([])
np.trim_zeros((0,1,0))
np.trim_zeros(np.array([0,1,0]))
np.trim_zeros(np.array([[0,0],[0,1]]))
np.trim_zeros(np.array([[0,0,0],[0,1,0]]),axis=1)
np.trim_zeros(np.array([[0,0,0],[0,1,0]]),axis=(0,1))
np.trim_zeros([0,1],'x')
np.trim_zeros(['0','a',''])
np.trim_zeros(5)
np.fromstring(b'abcdefgh',dtype='f8')
np.fromstring(b'abcdefgh','i2')
np.frombuffer(b'abcdefg','i2')
np.frombuffer(b'abcdefgh','i2',count=2,offset=2)
np.frombuffer(b'abcdefgh','i2',count=20)
np.frombuffer(b'abcdefgh','i2',offset=20)
np.frombuffer(b'','i2')
np.frombuffer(b'abcd','S0')
np.fromiter([1,2],int)
np.fromiter([1,2],int,3)
np.fromiter([1,2],int,1)
np.fromiter([1,2.5],'i4')
np.fromiter(['a','bc'],'U2')
np.fromiter([(1,2)],'i4,f4')
np.arange(6,dtype='i1').reshape(2,3).tobytes('F')
np.arange(6,dtype='i1').reshape(2,3).tobytes(None)
np.arange(3,dtype='i1').tobytes('K')
np.ix_([1,2],[True,False,True])
np.ix_([],[1])
np.ix_([[1]])
np.ix_()
np.indices((2,3))
np.indices((2,3),sparse=True)
np.indices(())
np.indices((2,),dtype='f4')
np.meshgrid([1,2],[3,4,5])
np.meshgrid([1,2],[3,4,5],indexing='ij')
np.meshgrid([1,2],[3,4,5],sparse=True)
np.meshgrid([1,2],indexing='zz')
np.meshgrid()
np.meshgrid(1,[2,3])
np.mgrid[0:3]
np.mgrid[0:3,0:2]
np.mgrid[0:1:3j]
np.mgrid[0:1:3j,0:2]
np.mgrid[0:1:0.3]
np.mgrid[:3]
np.mgrid[5]
np.mgrid[1:2,5]
np.ogrid[0:3,0:2]
np.ogrid[0:3]
np.ogrid[0:1:3j,0:2]
np.mgrid[()]
np.ogrid[()]
np.r_[1,2,3]
np.r_[1:3,5]
np.r_[0:1:3j,5]
np.r_[[1,2],[3,4]]
np.r_['0,2',[1,2],[3,4]]
np.r_['-1',[[1,2]],[[3,4]]]
np.r_['0,2,0',[1,2,3],[4,5,6]]
np.r_['x',[1,2]]
np.r_[np.array([1],'i1'),2]
np.r_[np.array([1],'i1'),2.5]
np.r_[1:3:'a']
np.c_[[1,2],[3,4]]
np.c_[[[1,2]],[[3,4]]]
np.c_[1:3,3:5]
np.c_[1,2]
np.s_[1:2,...]
np.index_exp[1:2]
np.s_[3]
np.require([1,2],'f4',['F','W'])
np.require([1,2],None,'C')
np.require([1,2],None,['C','F'])
np.require([1,2],None,['Z'])
np.ascontiguousarray(5)
np.asfortranarray([[1,2],[3,4]]).strides
np.resize([1,2,3],(2,4))
np.resize([],(2,))
np.resize([1,2],0)
np.resize([1,2],-1)
np.resize([[1,2],[3,4]],3)
np.lib.stride_tricks.sliding_window_view(np.arange(5),3)
np.lib.stride_tricks.sliding_window_view(np.arange(6).reshape(2,3),2)
np.lib.stride_tricks.sliding_window_view(np.arange(6).reshape(2,3),(2,2))
np.lib.stride_tricks.sliding_window_view(np.arange(6).reshape(2,3),2,axis=1)
np.lib.stride_tricks.sliding_window_view(np.arange(6).reshape(2,3),(2,2),axis=(1,1))
np.lib.stride_tricks.sliding_window_view(np.arange(6),7)
np.lib.stride_tricks.sliding_window_view(np.arange(6),-1)
np.rollaxis(np.zeros((2,3,4)),2).shape
np.rollaxis(np.zeros((2,3,4)),0,3).shape
np.rollaxis(np.zeros((2,3,4)),0,4).shape
np.rollaxis(np.zeros((2,3,4)),5).shape
np.atleast_1d(5)
np.atleast_1d(5,[1])
np.atleast_1d()
np.atleast_2d([1,2])
np.atleast_3d([1,2]).shape
np.atleast_3d([[1,2]]).shape
np.broadcast_arrays([1,2],[[1],[2]])
np.broadcast_shapes((1,2),(3,1))
np.broadcast_shapes((1,2),(3,3))
np.broadcast_shapes(5,(1,))
np.broadcast_shapes()
np.broadcast_to([1,2],(2,2))
np.broadcast_to([1,2],(2,3))
np.broadcast_to([1,2],-1)
np.broadcast_to([1,2],2)
x = np.arange(6); y = x.reshape(2,3); y[0,0] = 9; x
x = np.arange(6).reshape(2,3).T; y = x.reshape(6); y[0] = 9; x
x = np.arange(6).reshape(2,3); y = x.ravel(); y[0] = 9; x
x = np.arange(6).reshape(2,3); y = x.T.ravel(); y[0] = 9; x
x = np.arange(6).reshape(2,3); y = x.ravel('K'); y[5] = 9; x
x = np.arange(6).reshape(2,3); y = x.flatten(); y[0] = 9; x
x = np.arange(6); x.shape = (2,-1); x
x = np.arange(6).reshape(2,3).T; x.shape = 6; x
x = np.arange(6).reshape(2,3).copy(); x.resize(2,2); x
x = np.arange(6).reshape(2,3).copy(); x.resize((3,3)); x
x = np.arange(4); y = np.split(x,2); y[1][0] = 9; x
x = np.arange(4); y = np.flip(x); y[0] = 9; x
x = np.arange(4).reshape(2,2); y = np.rot90(x); y[0] = 9; x
x = np.arange(4).reshape(2,2); y = x.diagonal(); y[0] = 9; x
x = np.arange(4); y = np.broadcast_to(x,(2,4)); y[0] = 9; x
x = np.arange(4); y = np.expand_dims(x,(0,2)); y[0,1] = 9; x
x = np.arange(4); y = np.atleast_2d(x); y[0,1] = 9; x
x = np.arange(4); y = np.asarray(x); y[1] = 9; x
x = np.arange(4); y = np.array(x); y[1] = 9; x
x = np.arange(4); y = np.array(x,copy=False); y[1] = 9; x
np.array([1,2],copy=False)
np.array([1,2],ndmin=3)
np.array([[1,2],[3,4]],order='F').strides
np.array(np.arange(6).reshape(2,3).T).strides
np.array([1,2.5,3])
np.array([[1,2],[3]])
np.array(['a',1])
np.array([True,2])
np.array([],dtype='i4')
np.array(5)
np.array([1,2],dtype='f2')
np.array([(1,2.5)],dtype='i4,f8')
np.arange(24).reshape(2,3,4).transpose(1,0,2).ravel('K')
np.arange(24).reshape(2,3,4)[:,::-1].ravel('K')
np.arange(24).reshape(2,3,4)[:,:,::2].ravel('F')
np.arange(24).reshape(2,3,4)[:,:,::2].reshape(-1,order='F')
np.arange(24).reshape(2,3,4).reshape((4,6),order='F')
np.arange(24).reshape(2,3,4).reshape((4,6),order='A')
np.arange(24).reshape((2,3,4),order='F').reshape((4,6),order='A')
np.arange(6).reshape(4,-1)
np.arange(6).reshape(-1,-1)
np.arange(6).reshape(-2,3)
np.arange(0).reshape(0,-1)
np.arange(0).reshape(-1,2)
np.arange(6).reshape(())
np.arange(1).reshape(())
np.arange(6).reshape(2,3,order='K')
np.arange(6).reshape(2,3).T.reshape(6,copy=False)
np.reshape(np.arange(6),(2,3),copy=True)
np.squeeze(np.zeros((1,2,1)),axis=1)
np.squeeze(np.zeros((1,2,1)),axis=(0,2)).shape
np.zeros((1,2,1)).squeeze().shape
np.squeeze(np.zeros((1,2,1)),axis=5)
np.expand_dims(np.zeros(3),(0,0))
np.expand_dims(np.zeros(3),-1).shape
np.expand_dims(np.zeros(3),3)
np.transpose(np.zeros((2,3,4)),(1,0))
np.transpose(np.zeros((2,3,4)),(1,0,0))
np.transpose(np.zeros((2,3,4)),(1,-1,0)).shape
np.zeros((2,3,4)).transpose(2,0,1).shape
np.permute_dims(np.zeros((2,3,4))).shape
np.matrix_transpose(np.zeros((2,3,4))).shape
np.matrix_transpose(np.zeros(3))
np.moveaxis(np.zeros((2,3,4)),0,-1).shape
np.moveaxis(np.zeros((2,3,4)),[0,1],[-1,-2]).shape
np.moveaxis(np.zeros((2,3,4)),[0,0],[1,2])
np.moveaxis(np.zeros((2,3,4)),[0,1],[1])
np.swapaxes(np.zeros((2,3,4)),0,3)
np.take(np.arange(24).reshape(2,3,4),[[0,1],[2,-1]],axis=1)
np.take(np.arange(24).reshape(2,3,4),[0,-1,1],axis=-1)
np.take(np.arange(24).reshape(2,3,4).T,[0,-1,1],axis=1)
np.take(np.arange(24).reshape(2,3,4)[:,::-1],[5,-7],axis=1,mode='wrap')
np.take(np.arange(24).reshape(2,3,4)[:,::-1],[5,-7],axis=1,mode='clip')
np.take(np.array(['a','bcd']),[1,0,1])
np.take(np.array([(1,2.0)],dtype='i4,f8'),[0,0])
np.arange(5).take(3)
np.arange(5).take([3,9])
np.arange(6).reshape(2,3).compress([1,0,1],axis=1)
np.compress([0,0,1],np.arange(6).reshape(2,3).T,axis=0)
np.array([[0,1,0],[1,0,1]]).choose(np.arange(3)+10,np.arange(3)+20)
np.take_along_axis(np.arange(24).reshape(2,3,4),np.array([[[0]],[[2]]]),1)
x = np.arange(6).reshape(2,3)[:,::-1]; np.put(x,[0,-1,2],[7,8]); x
x = np.arange(6).reshape(2,3); np.put(x.T,[1],[70]); x
x = np.arange(6).reshape(2,3); np.place(x,x>2,[44,55]); x
x = np.arange(6).reshape(2,3); np.place(x.T,x.T>2,[44,55]); x
x = np.arange(6).reshape(2,3); np.putmask(x,x>2,x**2); x
x = np.arange(5); np.putmask(x,x>1,[-33,-44]); x
x = np.arange(6).reshape(2,3); np.putmask(x.T,[[1,0],[0,1],[1,1]],[1,2,3,4]); x
x = np.arange(6).reshape(2,3); np.copyto(x,[7,8,9],where=[[True],[False]]); x
x = np.arange(4).reshape(2,2); np.copyto(x[:,::2],-1,where=[True]); x
x = np.zeros((3,3),int); np.fill_diagonal(x,[1,2]); x
x = np.zeros((6,3),int); np.fill_diagonal(x,4,wrap=True); x
x = np.zeros((6,3),int); np.fill_diagonal(x,4); x
x = np.zeros((3,6),int); np.fill_diagonal(x,4,wrap=True); x
x = np.zeros((2,2,2),int); np.fill_diagonal(x,4); x
x = np.zeros((3,3),int); np.fill_diagonal(x[:,::-1],[1,2,3]); x
np.diagonal(np.arange(24).reshape(2,3,4),1,0,2)
np.diagonal(np.arange(24).reshape(2,3,4),-1,1,2)
np.arange(24).reshape(2,3,4).diagonal()
np.where(np.arange(6).reshape(2,3)>2)
np.where([[True],[False]],np.arange(3),[9])
np.where(np.array([True,False]),np.array(['a','b']),np.array('xyz'))
np.where(np.arange(6).reshape(2,3).T>2,np.arange(6).reshape(3,2)[::-1],-1.5)
np.argwhere(np.arange(8).reshape(2,2,2)%3)
np.nonzero(np.arange(8).reshape(2,2,2).T%3)
np.nonzero(np.array([1.5,0,-0.0,np.nan]))
np.nonzero(np.zeros((0,3)))
np.nonzero(np.zeros((2,3,0)))
np.select([np.arange(6)<2,np.arange(6)>3],[np.arange(6),np.arange(6)**2],42)
np.select([np.array([True,False]),np.array([[True],[False]])],[1,2.5],default=np.array([[7,8]]))
np.concatenate([np.arange(4).reshape(2,2).T,np.arange(4).reshape(2,2)],axis=1)
np.concatenate((np.array(['NaT','2020'],'M8[Y]'),np.array(['2020-05'],'M8[M]')))
np.concatenate([np.zeros(1,'i4,f4'),np.zeros(1,'i4,f4')])
np.concatenate([np.zeros(1,'>i4'),np.zeros(1,'<i4')]).dtype
np.stack([np.zeros((2,3)),np.ones((2,3))],axis=-1).shape
np.stack([np.zeros((2,3)),np.ones((2,3))],axis=1,out=np.zeros((2,2,3)))
np.repeat(np.arange(24).reshape(2,3,4)[:,::-1],[1,0,2],axis=1)
np.arange(3).repeat(2)
np.repeat(np.array(['a','bc']),3)
np.tile(np.arange(6).reshape(2,3).T,(2,1,2))
np.tile(np.array(['a','bc']),(2,2))
np.roll(np.arange(24).reshape(2,3,4),(1,-2),axis=(0,2))
np.roll(np.arange(6).reshape(2,3).T,2)
np.rot90(np.arange(24).reshape(2,3,4),1,(1,2))
np.rot90(np.arange(6).reshape(2,3),3)
np.rot90(np.arange(6).reshape(2,3),-3,(1,0))
np.flip(np.arange(24).reshape(2,3,4),(0,-1))
np.insert(np.arange(24).reshape(2,3,4),[0,2],-1,axis=1)
np.insert(np.arange(6).reshape(2,3),[2,0],[[7,8]],axis=1)
np.insert(np.arange(6).reshape(2,3),0,[7,8,9],axis=0)
np.insert(np.arange(3),np.array([True,False,True]),7)
np.insert(np.arange(3),np.s_[::-1],[7,8,9])
np.insert(np.arange(3.),[1],np.array([1,2]))
np.insert(np.arange(6).reshape(3,2),1,[[1],[2],[3]],axis=1)
np.insert(np.arange(6).reshape(3,2),[1],[1,2,3],axis=1)
np.insert(np.array(['a','b']),1,'xyz')
np.delete(np.arange(24).reshape(2,3,4),[0,-1],axis=2)
np.delete(np.arange(12).reshape(3,4),np.array([True,False,True]),axis=0)
np.delete(np.arange(12).reshape(3,4),[[1,2],[3,4]])
np.block([[np.eye(2),np.zeros((2,3))],[np.ones((3,2)),np.eye(3)]])
np.block([1,[2]])
np.block([[[np.zeros((1,1,1))]],[[np.ones((1,1,1))]]])
np.array_split(np.arange(12).reshape(3,4),[1,-1],axis=1)
np.split(np.arange(8),2,axis=1)
np.vsplit(np.arange(8).reshape(4,2),[1,3])
np.linspace(0,1,12)
np.linspace(0.1,0.7,7,dtype='f4')
np.linspace(2,-3,7,endpoint=False,dtype='i8')
np.linspace(np.arange(3)*1j,5,4,axis=1)
np.linspace(np.float16(0.1),np.float16(7),6)
np.linspace(1,2,5,dtype='c8')
np.logspace(0,2,20)
np.arange(0.3,2.1,0.3)
np.arange(1.5,9,1.1,dtype='f4')
np.arange(9,1.5,-1.1)
np.arange(10,dtype='u1')[::-1]
np.arange(-3,3,dtype='i2')
np.arange(0,-3,dtype='u1')
np.arange(3,dtype='m8[D]')
np.arange('2020-01-01','2020-01-10',3,dtype='M8[D]')
np.ones((2,3),order='F').strides
np.full((2,2),[[1],[2]],dtype='f4')
np.full_like(np.arange(4).reshape(2,2).T,7).strides
np.zeros_like(np.zeros((2,3),order='F'),shape=(4,5)).strides
np.zeros_like(np.zeros((2,3),order='F'),shape=(4,5,6)).strides
np.frombuffer(b'\x01\x02\x03\x04',dtype='>u2')
np.frombuffer(b'abcdef',dtype=[('a','S1'),('b','S2')])
np.fromfunction(np.add,(3,3),dtype=int)
np.arange(6).reshape(2,3).tolist()
np.array([1.5,2]).tolist()
np.unravel_index([[0,5],[7,11]],(3,4))
np.ravel_multi_index([[0,1],[2,3]],(3,4),mode='clip')
np.lib.stride_tricks.sliding_window_view(np.arange(24).reshape(4,6),(2,3))[::2,::3]
np.ix_([0,2],[1,3])
np.mgrid[10:40:10, 1:5]
np.ogrid[0:3, 0:1:2j]
np.c_[np.arange(3),np.arange(3)*2,[7,8,9]]
np.r_[0:3,7,np.array([1.5])]
np.r_['1,3,0',[1,2],[[3,4]]].shape
np.r_['0,3',[1,2],[3,4]].shape
"""


def answer(text):
    *before, last = text.split("; ")
    scope = {"np": np}
    try:
        for statement in before:
            exec(statement, scope)
        return repr(eval(last, scope))
    except Exception as error:
        return "!" + "|".join(kind.__name__ for kind in type(error).__mro__[:-2])


golden.write("arrays", [[text, answer(text)] for text in CASES.strip().splitlines() if text])
